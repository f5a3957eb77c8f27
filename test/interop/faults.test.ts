import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { StackVersion } from '../../src/deployment/types.js';
import { NEWEST_VERSION } from '../../src/deployment/versions.js';
import { breakDeployment } from '../../src/lab/break.js';
import { FAULTS } from '../../src/lab/catalogue/index.js';
import type { Fault, JudgeName as Judged } from '../../src/lab/types.js';
import { TLS_VERSIONS } from '../../src/proof/handshake/ends.js';
import { isSaidBy, RULES } from '../../src/rules/index.js';
import type { Rule } from '../../src/rules/rule.js';
import type { Program } from '../../src/setup/remark.js';
import { refusals } from './compare.js';
import { type Connection, connectionOf, endsOf, type Job, openedLinks } from './connections.js';
import { type JudgeName, judgeAll, type Verdict } from './judges.js';
import { describeWith } from './needs.js';
import { unpack } from './unpacked.js';

const GO: readonly Program[] = ['elastic-agent', 'fleet-server'];

/** Who is asked for each of the catalogue's judges, and in which programs of which version it speaks. */
const JUDGES: readonly [Judged, JudgeName, string, readonly Program[], StackVersion][] = [
  ['go', 'go', "Elastic's TLS loader", GO, NEWEST_VERSION],
  ['goBefore95', 'goBefore', "Elastic's TLS loader of the releases before 9.5", GO, { major: 9, minor: 4 }],
  ['java', 'elasticsearch9', "Java, with Elasticsearch's own loader", ['elasticsearch'], NEWEST_VERSION],
  ['openssl', 'pythonSsl', 'OpenSSL', [], NEWEST_VERSION],
];

const NOT_TLS = 'no TLS library sees it';
const OWN_PEM = 'Java has no reader for these files: an answer would be that of the test';

/** Faults about which a judge cannot be asked, and why. */
const NOT_ASKED: Readonly<Partial<Record<string, Readonly<Partial<Record<Judged, string>>>>>> = {
  'no-server-certificate': { go: NOT_TLS, goBefore95: NOT_TLS, java: NOT_TLS, openssl: NOT_TLS },
  'elasticsearch-without-tls': { go: NOT_TLS, goBefore95: NOT_TLS, java: NOT_TLS, openssl: NOT_TLS },
  'unknown-flag': { go: NOT_TLS, goBefore95: NOT_TLS, java: NOT_TLS, openssl: NOT_TLS },
  'legacy-encrypted-key': { java: OWN_PEM },
  'key-as-der': { java: OWN_PEM },
  'duplicate-flag': { java: OWN_PEM },
  'chain-upside-down': { java: OWN_PEM },
};

let folder: string;
const jobs = new Map<string, readonly Job[]>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleet-certlab-faults-'));
  const deployment = inject('deployments').mutual!;
  const connections = (await openedLinks(await unpack(deployment, join(folder, 'good')))).map(connectionOf);
  for (const fault of FAULTS) jobs.set(fault.id, await brokenJobs(deployment, fault, connections));
});
afterAll(() => rm(folder, { recursive: true }));

/** The connections of the fault's link over a broken copy, also those whose ends `verify` could not even open. */
async function brokenJobs(deployment: string, fault: Fault, connections: readonly Connection[]): Promise<Job[]> {
  const copy = join(folder, fault.id);
  await breakDeployment(deployment, fault, copy, { environment: {}, now: new Date(), randomBytes });
  const all = await unpack(copy, join(folder, `${fault.id}-unpacked`));
  const opened = (await openedLinks(all)).map(connectionOf);
  const broken = connections.filter(({ link }) => link === fault.link);
  return broken.flatMap((before) => {
    const isSame = ({ link, client, server }: Connection) =>
      link === before.link && client === before.client && server === before.server;
    const connection = opened.find(isSame) ?? before;
    const ends = endsOf(all, connection);
    return TLS_VERSIONS.map((tls) => ({ ...ends, tls, id: [fault.id, ...Object.values(connection), tls].join(' ') }));
  });
}

describe.each(JUDGES)('%s', (judged, judge, title, programs, version) => {
  describeWith(judge, `${title} says what the catalogue says it says`, (command) => {
    let verdicts: ReadonlyMap<string, Verdict>;
    beforeAll(async () => {
      const answers = await judgeAll(command, [...jobs.values()].flat());
      verdicts = new Map(answers.map((verdict) => [verdict.id, verdict]));
      console.log(`${title}: ${FAULTS.length} faults, ${answers.length} connections`);
    });
    const saidAbout = (id: string) => jobs.get(id)!.flatMap((job) => refusals(verdicts.get(job.id)!));

    const asked = FAULTS.filter(({ id }) => NOT_ASKED[id]?.[judged] === undefined);
    it.each(asked.map((fault) => [fault.id, fault] as const))('about the fault: %s', (id, { says }) => {
      const said = saidAbout(id);
      const claimed = says[judged];
      if (claimed === undefined) expect.fail(`the catalogue does not say it: ${JSON.stringify(said[0])}`);
      if (claimed.text === 'accepted') expect(said).toEqual([]);
      else {
        expect(said.length).toBeGreaterThan(0);
        expect(said.filter(({ end, text }) => end !== claimed.end || !text.includes(claimed.text))).toEqual([]);
      }
    });

    // The words of ends that are other programs' are nobody's.
    const spoken = asked.filter(
      ({ says, link }) => says[judged] !== undefined && SPEAKS[link](says[judged].end, programs),
    );
    it.each(spoken.map((fault) => [fault.id, fault] as const))(
      'and one of the rules that find the fault shows it: %s',
      (id, { rules, rulesBefore95 = rules }) => {
        const found = judged === 'goBefore95' ? rulesBefore95 : rules;
        const shown = found.flatMap((rule) => sightingsOf(rule, programs, version));
        for (const { text } of saidAbout(id))
          expect(
            shown.filter((seen) => seen.test(text)),
            text,
          ).not.toEqual([]);
      },
    );
  });
});

/** Whether an end of a link is one of these programs. */
const SPEAKS: Readonly<Record<Fault['link'], (end: 'client' | 'server', programs: readonly Program[]) => boolean>> = {
  'agent-to-fleet-server': (_, programs) => programs.includes('elastic-agent'),
  'own-agent-to-fleet-server': (_, programs) => programs.includes('elastic-agent'),
  'fleet-server-to-elasticsearch': speaksAt('fleet-server'),
  'agent-to-elasticsearch': speaksAt('elastic-agent'),
  'kibana-to-elasticsearch': speaksAt('kibana'),
};

function speaksAt(client: Program) {
  return (end: 'client' | 'server', programs: readonly Program[]) =>
    programs.includes(end === 'client' ? client : 'elasticsearch');
}

/** What a rule shows of these programs in a version; `{name}` in it stands for anything. */
function sightingsOf(rule: keyof typeof RULES, programs: readonly Program[], version: StackVersion): RegExp[] {
  const { seen = [] }: Rule = RULES[rule];
  return seen
    .filter((text) => programs.includes(text.program) && isSaidBy(version, text))
    .map(({ text }) => new RegExp(text.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '.*')));
}

it('leaves no fault out that a judge is said to have judged', () => {
  const claimed = FAULTS.filter(({ id, says }) => JUDGES.some(([judged]) => NOT_ASKED[id]?.[judged] && says[judged]));
  expect(claimed.map(({ id }) => id)).toEqual([]);
});
