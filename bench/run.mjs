// Prints how long this program takes as multiples of what the machine must do anyway. Quote the ratios: seconds are this
// machine's.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare, ofTotals, runNode } from './measure.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const program = join(here, '../dist/main.js');
const folder = mkdtempSync(join(tmpdir(), 'fleet-certlab-bench-'));
const EC_AGENTS = 1000;
const RSA_AGENTS = 120;
const OPENSSL_LEAVES = 100;

function agentsFile(count) {
  const path = join(folder, `agents-${count}.txt`);
  writeFileSync(path, Array.from({ length: count }, (_, index) => `agent-${index}\n`).join(''));
  return path;
}

function create(agents, ...further) {
  const file = agentsFile(agents);
  return () => {
    // A fresh folder each time, so that no run works on what the one before it deleted. All go at the end.
    const out = join(mkdtempSync(join(folder, 'run-')), 'out');
    const servers = ['--fleet-url', 'https://fleet.example.com:8220', '--es-url', 'https://es.example.com:9200'];
    const what = ['--mode', 'mutual', ...servers, '--agents-file', file, '--out', out];
    return runNode([program, 'create', ...what, '--quiet', '--yes', ...further]);
  };
}

const script =
  (name, ...words) =>
  () =>
    runNode([join(here, name), ...words.map(String)]);
const times = ({ seconds, mebibytes }, factor) => ({ seconds: seconds * factor, mebibytes });

const ROWS = [
  {
    what: '--version / node -e 0',
    bound: 'at most 1.5',
    measure: () =>
      compare(
        15,
        () => runNode([program, '--version']),
        () => runNode(['-e', '0']),
      ),
  },
  {
    what: `${EC_AGENTS} mutual agents, ec-p256, without the proof / keys, signatures and key encryption alone`,
    bound: 'at most 3.0, and 200 MiB',
    measure: () =>
      compare(5, create(EC_AGENTS, '--key-type', 'ec-p256', '--no-verify'), script('floor-ec.mjs', EC_AGENTS, 2048)),
  },
  {
    what: `${EC_AGENTS} mutual agents, ec-p256, with the proof / the same without it`,
    measure: () =>
      compare(3, create(EC_AGENTS, '--key-type', 'ec-p256'), create(EC_AGENTS, '--key-type', 'ec-p256', '--no-verify')),
  },
  {
    what: `${RSA_AGENTS} mutual agents, rsa-2048, without the proof / as many RSA keys alone`,
    bound: 'at most 1.1',
    // Three authorities of 3072 bits would weigh more than they do in a deployment of a usual size: all are 2048 here.
    measure: () =>
      compare(
        6,
        create(RSA_AGENTS, '--key-type', 'rsa-2048', '--no-verify'),
        script('floor-rsa.mjs', RSA_AGENTS + 8),
        // How long an RSA key takes is chance.
        ofTotals,
      ),
  },
  {
    what: `openssl req -x509 -CA in a loop / this program, for ${EC_AGENTS} agents (${OPENSSL_LEAVES} measured)`,
    measure: () => {
      const loop = script('openssl-loop.mjs', OPENSSL_LEAVES);
      return compare(
        3,
        () => times(loop(), EC_AGENTS / OPENSSL_LEAVES),
        create(EC_AGENTS, '--key-type', 'ec-p256', '--no-verify'),
      );
    },
  },
];

try {
  console.log('ratio   seconds / seconds    peak MiB   what');
  for (const { what, bound, measure } of ROWS) {
    const { ratio, seconds, floor, mebibytes } = measure();
    const figures = `${ratio.toFixed(2).padEnd(7)} ${seconds.toFixed(3).padStart(7)} / ${floor.toFixed(3).padEnd(7)}`;
    console.log(`${figures}   ${mebibytes.toFixed(0).padStart(8)}   ${what}${bound ? ` (${bound})` : ''}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
