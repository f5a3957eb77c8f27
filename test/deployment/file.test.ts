import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answers } from '../../src/deployment/answers.js';
import {
  answersOf,
  askedQuestions,
  editDeploymentFile,
  readDeploymentFile,
  renderDeploymentFile,
} from '../../src/deployment/file.js';
import { WINDOWS_DEVICE } from '../../src/deployment/names.js';
import { resolveDeployment } from '../../src/deployment/resolve.js';
import type { Deployment } from '../../src/deployment/types.js';
import { planDeployment } from '../../src/plan/plan.js';
import { LEAST, problemsFrom, resolve, sources, type World } from './support.js';

const NOW = new Date('2026-01-02T03:04:05Z');
const GIVEN: World = { environment: { FLEET_CERTLAB_AGENT_KEY_PASSPHRASE: 'correct horse battery staple' } };

/** A deployment.yml with every answer, as if all had been asked. */
const renderAll = (deployment: Deployment) =>
  renderDeploymentFile(deployment, askedQuestions(deployment, answersOf(deployment)));

async function replay(deployment: Deployment, world?: World): Promise<Deployment> {
  const answers = await readDeploymentFile(await renderAll(deployment), 'deployment.yml');
  return (await resolveDeployment(answers, sources(world))).deployment;
}

const messagesIn = async (text: string) =>
  (await problemsFrom(() => readDeploymentFile(text, 'd.yml'))).map(({ message, hint }) => `${message} (${hint})`);

const EVERYTHING: Answers = {
  name: 'Lab_1',
  'fleet-url': ['https://fleet-1.example.com', 'https://[2001:db8::1]:8221'],
  'fleet-port': '8221',
  'es-url': ['https://es.example.com', 'https://192.0.2.7:9201'],
  'kibana-url': 'https://bücher.example',
  agent: ['web-01', 'null', '1e3.x', 'no', 'constructor'],
  'agents-file': 'agents.csv',
  san: ['es.example.com=*.es.example.com,192.0.2.8', 'constructor=::1', '2001:db8::1=fleet-2.example.com'],
  'client-auth': 'optional',
  'stack-version': '8.16.2',
  'key-type': 'rsa-4096',
  days: '100',
  'ca-days': '200',
  'fleet-key-passphrase': 'generate',
  'kdf-iterations': '10000',
  'target-dir': ['/srv/tls', 'D:\\tls'],
  'fleet-policy': 'fleet-server-policy',
};
const AGENTS =
  'name,platform,alt-names\nwin-01,windows,"win.example.com,192.0.2.9"\npod-01,container,\nmac-01,linux,mac';

it('every answer there is reaches the deployment', async () => {
  const { deployment } = await resolve(EVERYTHING, { files: { 'agents.csv': AGENTS } });
  expect({ ...deployment, sans: { ...deployment.sans } }).toEqual({
    name: 'Lab_1',
    mode: 'mutual',
    fleetServers: [
      { url: 'https://fleet-1.example.com:443', host: 'fleet-1.example.com', port: 443 },
      { url: 'https://[2001:db8::1]:8221', host: '2001:db8::1', port: 8221 },
    ],
    fleetPort: 8221,
    elasticsearch: [
      { url: 'https://es.example.com:9200', host: 'es.example.com', port: 9200 },
      { url: 'https://192.0.2.7:9201', host: '192.0.2.7', port: 9201 },
    ],
    kibana: { url: 'https://xn--bcher-kva.example:5601', host: 'xn--bcher-kva.example', port: 5601 },
    agents: [
      ...['web-01', 'null', '1e3.x', 'no', 'constructor'].map((name) => ({ name, platform: 'linux', altNames: [] })),
      { name: 'win-01', platform: 'windows', altNames: ['win.example.com', '192.0.2.9'] },
      { name: 'pod-01', platform: 'container', altNames: [] },
      { name: 'mac-01', platform: 'linux', altNames: ['mac'] },
    ],
    sans: {
      'es.example.com': ['*.es.example.com', '192.0.2.8'],
      constructor: ['::1'],
      '2001:db8::1': ['fleet-2.example.com'],
    },
    clientAuth: 'optional',
    esClientAuth: 'required',
    stackVersion: { major: 8, minor: 16, patch: 2 },
    keyTypes: { authority: 'rsa-4096', leaf: 'rsa-4096' },
    days: 100,
    caDays: 200,
    agentKeyPassphrase: 'generate',
    fleetKeyPassphrase: 'generate',
    esKeyPassphrase: 'none',
    caKeyPassphrase: 'none',
    kdfIterations: { generated: 10_000, given: 10_000 },
    fips: false,
    targetDir: { posix: '/srv/tls', windows: 'D:\\tls' },
    fleetPolicy: 'fleet-server-policy',
  });
});

describe('a deployment.yml', () => {
  it.each<[string, Answers, World | undefined]>([
    ['the least answers', {}, undefined],
    ['one-way mode', { mode: 'one-way' }, undefined],
    ['an old version with mixed key types', { 'stack-version': '8.13' }, undefined],
    ['a FIPS deployment', { fips: true }, undefined],
    ['a given passphrase', {}, GIVEN],
    ['every answer there is', EVERYTHING, { files: { 'agents.csv': AGENTS } }],
  ])('replayed gives the same deployment and the same plan: %s', async (_what, answers, world) => {
    const { deployment } = await resolve(answers, world);
    const again = await replay(deployment, world);
    expect(again).toEqual(deployment);
    expect(planDeployment(again, NOW)).toEqual(planDeployment(deployment, NOW));
    expect(await renderAll(again)).toBe(await renderAll(deployment));
    expect((await resolveDeployment(answersOf(deployment), sources(world))).deployment).toEqual(deployment);
  });

  it('replays for any names and any agents', async () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,4})?$/).filter((one) => !WINDOWS_DEVICE.test(one));
    const agents = fc.uniqueArray(name, { minLength: 1, maxLength: 6 });
    const platforms = fc.array(fc.constantFrom('linux', 'windows', 'macos', 'container'), {
      minLength: 6,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(agents, platforms, async (names, kinds) => {
        const csv = names.map((one, index) => `${one},${kinds[index]},${index % 2 ? '192.0.2.1' : ''}`).join('\n');
        const { deployment } = await resolve({ 'agents-file': 'f', name: names[0]! }, { files: { f: csv } });
        expect(await replay(deployment)).toEqual(deployment);
      }),
      { numRuns: 50 },
    );
  });

  it('holds no passphrase and no token', async () => {
    const { deployment, secrets } = await resolve(
      { 'service-token-file': 'token' },
      { ...GIVEN, files: { token: 'AAEAAWVsYXN0aWM' } },
    );
    const text = await renderAll(deployment);
    expect(Object.values(secrets)).toHaveLength(2);
    for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
    expect(text).toContain('agent-key-passphrase: given\n');
  });

  it('holds only what was asked, whichever way it was answered', async () => {
    const answers: Answers = {
      mode: 'mutual',
      'fleet-url': ['https://fleet.example.com:8220'],
      'es-url': ['https://es.example.com'],
      'agents-file': 'agents.csv',
      'es-key-passphrase-file': 'passphrase',
    };
    const world: World = { ...GIVEN, files: { 'agents.csv': 'web-01', passphrase: 'correct horse battery staple' } };
    const { deployment } = await resolve(answers, world);
    const text = await renderDeploymentFile(deployment, askedQuestions(deployment, answers));
    expect(Object.keys(await readDeploymentFile(text, 'd.yml')).sort()).toEqual([
      'agent',
      'agent-key-passphrase',
      'es-key-passphrase',
      'es-url',
      'fleet-url',
      'mode',
    ]);
  });

  it('keeps its comments, and what does not change, when an answer is added', async () => {
    const text = '# ours\nmode: mutual # since May\nstack-version: 9.10\nagent: web-01\n';
    const { deployment } = await resolve({ agent: ['web-01', 'web-02'] });
    expect(await editDeploymentFile(text, deployment, ['agent'])).toBe(
      '# ours\nmode: mutual # since May\nstack-version: 9.10\nagent:\n  - web-01\n  - web-02\n',
    );
  });

  it('reads as an operator would write it', async () => {
    const text = [
      '# the lab',
      'mode: mutual',
      'fleet-url: https://fleet.example.com:8220',
      'es-url: [https://es-1.example.com, "https://es-2.example.com"]',
      'stack-version: 9.1',
      'kibana-url:',
      'fips: false',
      'days: 90',
      'agent:',
      '  - web-01',
      '  - { name: win-01, platform: Windows, alt-names: 192.0.2.7 }',
      'san:',
      '  es-1.example.com: [es.example.com, 192.0.2.8]',
      '  web-01: web.example.com',
    ].join('\r\n');
    const { deployment } = await resolveDeployment(await readDeploymentFile(text, 'd.yml'), sources());
    expect(deployment).toMatchObject({
      stackVersion: { major: 9, minor: 1 },
      days: 90,
      agents: [
        { name: 'web-01', platform: 'linux', altNames: [] },
        { name: 'win-01', platform: 'windows', altNames: ['192.0.2.7'] },
      ],
    });
    expect({ ...deployment.sans }).toEqual({
      'es-1.example.com': ['es.example.com', '192.0.2.8'],
      'web-01': ['web.example.com'],
    });
    expect(deployment.kibana).toBeUndefined();
  });

  it('keeps 8.20 apart from 8.2', async () => {
    expect(await messagesIn('stack-version: 8.20')).toEqual([
      expect.stringContaining('unknown Elastic Stack version "8.20"'),
    ]);
  });

  it('may write many agents with brackets', async () => {
    const agents = Array.from({ length: 50 }, (_, index) => `{ name: a-${index}, alt-names: [b-${index}] }`);
    const answers = await readDeploymentFile(`agent: [${agents.join(', ')}]`, 'd.yml');
    expect(answers.agent).toHaveLength(50);
    expect(answers.agent).toContainEqual({ name: 'a-49', altNames: ['b-49'] });
  });

  it('may be empty: flags may say the rest', async () => {
    expect(await readDeploymentFile('', 'd.yml')).toEqual({});
    expect(await readDeploymentFile('# nothing yet\n', 'd.yml')).toEqual({});
  });
});

describe('what is wrong with a deployment.yml is said with its line', () => {
  it.each([
    ['fleet_url: https://a.example', 'd.yml line 1 has the unknown key "fleet_url" (did you mean fleet-url?)'],
    ['\nmoed: mutual', 'd.yml line 2 has the unknown key "moed" (did you mean mode?)'],
    ['agents: [a]', 'd.yml line 1 has the unknown key "agents" (did you mean agent?)'],
    ['stackVersion: "9.5"', 'd.yml line 1 has the unknown key "stackVersion" (did you mean stack-version?)'],
    [
      'agent:\n  - name: a\n    platfrom: linux',
      'd.yml line 3 has the unknown key "platfrom" in an agent (did you mean platform?)',
    ],
    [
      'service-token-file: x',
      'd.yml line 1 has the unknown key "service-token-file" (it does not belong into a file: give --service-token-file <file>)',
    ],
    ['mode: mutual\nmode: one-way', 'd.yml line 2 is no plain YAML: Map keys must be unique'],
    ['mode: !!str mutual\ndays: !days 1', 'd.yml line 2 is no plain YAML: Unresolved tag: !days'],
    ['a: &a mutual\nmode: *a', 'd.yml line 2 holds an alias (write the value out)'],
    ['mode: [mutual', 'd.yml line 1 is no plain YAML'],
    ['mode: mutual\n---\nmode: one-way', 'd.yml line 2 is no plain YAML: Source contains multiple documents'],
    ['- mode: mutual', 'd.yml line 1 does not hold answers (write each as key: value)'],
    ['mutual', 'd.yml line 1 does not hold answers'],
    ['mode: [mutual]', 'd.yml line 1 has something else than a plain value for mode'],
    ['days: { a: 1 }', 'd.yml line 1 has something else than a plain value for days'],
    ['fleet-url:\n  - https://a.example\n  - [x]', 'd.yml line 3 has something else than a plain value for fleet-url'],
    ['days: 0', 'd.yml line 1: days "0" is not a whole number from 1 to 36500'],
    ['fips: yes', 'd.yml line 1: fips "yes" is not one of true, false'],
    [
      'es-url:\n  - https://a.example\n  - http://b.example',
      'd.yml line 3: es-url "http://b.example" is not encrypted',
    ],
    ['agent:\n  - web-01\n  - a/b', 'd.yml line 3: agent "a/b" holds a slash'],
    [
      'agent:\n  - name: web-01\n    platform: beos',
      'd.yml line 2: agent "web-01" has a platform "beos" that is not one of',
    ],
    ['agent:\n  - platform: linux', 'd.yml line 2: agent "" is empty'],
    ['san:\n  a.example: [b_c]', 'd.yml line 2: san "a.example=b_c" has a name "b_c" that holds an underscore'],
    ['san:\n  a.example:', 'd.yml line 2: san "a.example=" has a name "" that is empty'],
  ])('%j', async (text, message) => {
    expect((await messagesIn(text)).map((one) => one.slice(0, message.length))).toContain(message);
  });

  it('once, without the page of text that the YAML parser writes', async () => {
    expect(await messagesIn('mode: mutual\nmode: one-way')).toEqual([
      'd.yml line 2 is no plain YAML: Map keys must be unique (write one key: value a line)',
    ]);
  });

  it('and a passphrase written into it is not echoed', async () => {
    const messages = await messagesIn('agent-key-passphrase: hunter2-hunter2');
    expect(messages).toEqual([expect.stringMatching(/^d\.yml line 1: agent-key-passphrase takes generate or none/)]);
    expect(messages.join()).not.toContain('hunter2');
  });

  it('all at once', async () => {
    expect(await messagesIn('mode: x\ndays: y\nnaem: z')).toHaveLength(3);
  });

  it.each([
    ['brackets', '['.repeat(20_000)],
    ['brackets apart', '[ a, '.repeat(20_000)],
    ['lists', '- '.repeat(20_000)],
    ['keys', '? '.repeat(20_000)],
    ['indented maps', Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('also when it is nothing but %s', async (_what, text) => {
    expect(await messagesIn(text)).toEqual(['d.yml line 1 is nested too deep (write one key: value a line)']);
  });

  it('also where a line of a text looks like a comment', async () => {
    const text = `mode:\n  ["a\n  #", ${'['.repeat(1500)}${']'.repeat(1500)}]`;
    expect((await messagesIn(text))[0]).toMatch(/^d\.yml line \d+ is nested too deep/);
  });

  it('but not for what a comment holds', async () => {
    const comment = `# ${'['.repeat(30)}`;
    expect(await messagesIn(`${comment}\nmode: x`)).toEqual([expect.stringMatching(/^d\.yml line 2: mode/)]);
  });

  it('for any text, without another failure', async () => {
    const pieces = fc.constantFrom(
      'mode',
      ': ',
      '\n',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      'agent',
      'san',
      '  ',
      '&a ',
      '*a',
      '|',
      '#',
      '!!x ',
      '?',
      ',',
      'name',
      '\t',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 30 }), async (parts) => {
        await problemsFrom(() => readDeploymentFile(parts.join(''), 'd.yml'));
      }),
      { numRuns: 500 },
    );
  });
});

it('LEAST is answered in full by its own file', async () => {
  const { deployment } = await resolve();
  const answers = await readDeploymentFile(await renderAll(deployment), 'd.yml');
  expect(Object.keys(answers)).toEqual(expect.arrayContaining(Object.keys(LEAST)));
});
