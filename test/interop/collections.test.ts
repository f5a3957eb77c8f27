import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { RULES, type RuleId } from '../../src/rules/index.js';
import { checkInput, type Program, type Role } from './collections/checked.js';
import { compare, type Difference, type FileVerdict, POLICIES } from './collections/compared.js';
import { COLLECTIONS } from './collections/fetch.js';
import { inputsOf } from './collections/inputs.js';
import { type JudgeName, run } from './judges.js';

/** One file of this many is looked at; with CERTLAB_COLLECTIONS=all every one, which takes some minutes. */
const EVERY = process.env.CERTLAB_COLLECTIONS === 'all' ? 1 : 5;

const JUDGES: Readonly<Record<Program, JudgeName>> = { go: 'go', elasticsearch: 'elasticsearch9' };
const PROGRAMS = Object.keys(JUDGES) as Program[];

/** Files of the host that fit none of a collection's. */
const GOOD: Readonly<Record<Role, string>> = {
  authorities: '/f/good-ca.pem',
  certificate: '/f/good-ca.pem',
  key: '/f/good-key.pem',
};

const BARS = [
  ['never stop the check', 'crash'],
  ['are found wherever Go or Elasticsearch refuses them', 'missed'],
  ['are accepted wherever they load, but for the policies', 'false'],
  ['are refused in the words of the program', 'words'],
] as const satisfies readonly (readonly [string, Difference['kind']])[];

it.each(Object.keys(POLICIES))('an error may be about a file that loads: %s', (rule) => {
  expect(RULES[rule as RuleId].severity).toBe('error');
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleet-certlab-collections-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(COLLECTIONS)('the certificates in $name', ({ name, fetch }) => {
  let missing: string | undefined;
  const found: Difference[] = [];
  const counts = { files: 0, go: 0, elasticsearch: 0 };

  beforeAll(async () => {
    const host = join(folder, name.replaceAll('/', '-'));
    let collection: string;
    try {
      collection = await fetch(join(host, 'fetched'));
    } catch (error) {
      missing = (error as Error).message.split('\n')[0]!;
      return;
    }
    await mkdir(join(host, 'f'), { recursive: true });
    makeGoodFiles(host);
    const inputs = await inputsOf(collection, host, EVERY);
    const jobs = JSON.stringify({ key: join(host, GOOD.key), files: inputs.map(({ file }) => file) });
    const verdicts = await Promise.all(
      PROGRAMS.map(async (program) => [program, await verdictsOf(program, jobs)] as const),
    );
    for (const [index, input] of inputs.entries()) {
      const said = Object.fromEntries(
        verdicts.flatMap(([program, list]) => (list ? [[program, list[index]!] as const] : [])),
      );
      found.push(...compare(input, await checkInput(input, host, GOOD), said));
    }
    counts.files = inputs.length;
    for (const [program, list] of verdicts) counts[program] = (list ?? []).filter(isRefused).length;
    console.log(`${name}: ${JSON.stringify(counts)}`);
  });

  it('are there', ({ skip }) => {
    if (missing !== undefined && !process.env.CI) skip(missing);
    expect(missing).toBeUndefined();
    expect(counts.files).toBeGreaterThan(10);
  });

  for (const [title, kind] of BARS) {
    it(title, ({ skip }) => {
      if (missing !== undefined) skip(missing);
      expect(found.filter((one) => one.kind === kind)).toEqual([]);
    });
  }
});

const isRefused = ({ authorities, certificate }: FileVerdict): boolean =>
  authorities !== undefined || certificate !== undefined;

/** Undefined where the judge cannot be built: setup said so, and CI fails by the tests of that judge. */
async function verdictsOf(program: Program, jobs: string): Promise<FileVerdict[] | undefined> {
  const judge = inject('judges')[JUDGES[program]];
  return 'command' in judge ? JSON.parse(await run([...judge.command, 'files'], { input: jobs })) : undefined;
}

function makeGoodFiles(host: string): void {
  const paths = ['-keyout', join(host, GOOD.key), '-out', join(host, GOOD.authorities)];
  const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=ca'];
  execFileSync('openssl', [...words, '-days', '30', ...paths], { stdio: 'ignore' });
}
