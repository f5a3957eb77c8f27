/** Beyond this many slips a guess helps nobody. */
const MOST_SLIPS = 3;

/** The word that was probably meant: fewest letters added, left out, changed or swapped. */
export function nearest(text: string, words: readonly string[]): string | undefined {
  const typed = text.slice(0, 60).toLowerCase().replaceAll('_', '-');
  const [best] = words
    .map((word) => ({ word, slips: slipsBetween(typed, word.toLowerCase()) }))
    .filter(({ word, slips }) => slips <= Math.min(MOST_SLIPS, Math.ceil(word.length / 3)))
    .sort((a, b) => a.slips - b.slips);
  return best?.word;
}

/** Optimal string alignment distance, three rows at a time. */
function slipsBetween(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? beforeLast[j - 2]! + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(changed, last[j]! + 1, row[j - 1]! + 1, swapped));
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length]!;
}
