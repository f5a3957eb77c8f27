import { spawnSync } from 'node:child_process';

/** Printed by a measured Node process as its last line on stderr. */
const MARK = 'peak-memory-kib:';
const PRELOAD = `data:text/javascript,process.on('exit',()=>process.stderr.write('\\n${MARK}'+process.resourceUsage().maxRSS+'\\n'))`;

/**
 * Runs a Node program once.
 *
 * @param {readonly string[]} words the program and its arguments
 * @returns {{ seconds: number, mebibytes: number }} wall time and peak memory of that process
 */
export function runNode(words) {
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, ['--import', PRELOAD, ...words], { encoding: 'utf8' });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}: ${stderr}`);
  return { seconds, mebibytes: Number(stderr.split(MARK).at(-1)) / 1024 };
}

/**
 * Runs two programs in turn, so that a machine that slows down slows both.
 *
 * @param {number} rounds counted runs of each, after one that is not
 * @param {() => { seconds: number, mebibytes?: number }} one
 * @param {() => { seconds: number, mebibytes?: number }} other
 * @param {(pairs: { seconds: number }[][]) => number} ratioOf
 */
export function compare(rounds, one, other, ratioOf = medianOfPairs) {
  one();
  other();
  const pairs = Array.from({ length: rounds }, () => [one(), other()]);
  return {
    ratio: ratioOf(pairs),
    seconds: median(pairs.map(([a]) => a.seconds)),
    floor: median(pairs.map(([, b]) => b.seconds)),
    mebibytes: Math.max(...pairs.map(([a]) => a.mebibytes ?? 0)),
  };
}

/** For work that is the same in each round: a round that something else disturbed does not count. */
const medianOfPairs = (pairs) => median(pairs.map(([a, b]) => a.seconds / b.seconds));

/** For work whose amount is random: the more of it, the less chance decides. */
export const ofTotals = (pairs) => total(pairs, 0) / total(pairs, 1);

const total = (pairs, which) => pairs.reduce((sum, pair) => sum + pair[which].seconds, 0);

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
