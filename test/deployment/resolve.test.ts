import { describe, expect, it } from 'vitest';
import { missingAnswers, resolveDeployment } from '../../src/deployment/resolve.js';
import { deploymentOf, LEAST, messagesOf, problemsFrom, problemsOf, resolve, sources } from './support.js';

const codesOf = async (...args: Parameters<typeof resolve>) => (await resolve(...args)).notices.map(({ code }) => code);

describe('the least answers', () => {
  it('make a whole deployment, with every default filled in', async () => {
    expect(await resolve()).toEqual({
      deployment: {
        name: 'fleet',
        mode: 'mutual',
        fleetServers: [{ url: 'https://fleet.example.com:8220', host: 'fleet.example.com', port: 8220 }],
        fleetPort: 8220,
        elasticsearch: [{ url: 'https://es.example.com:9200', host: 'es.example.com', port: 9200 }],
        agents: [],
        sans: {},
        clientAuth: 'required',
        esClientAuth: 'required',
        stackVersion: { major: 9, minor: 5 },
        keyTypes: { authority: 'ec-p256', leaf: 'ec-p256' },
        days: 825,
        caDays: 3650,
        agentKeyPassphrase: 'generate',
        fleetKeyPassphrase: 'none',
        esKeyPassphrase: 'none',
        caKeyPassphrase: 'none',
        kdfIterations: { generated: 2048, given: 600_000 },
        fips: false,
        targetDir: { posix: '/etc/fleet-tls', windows: 'C:\\ProgramData\\fleet-tls' },
      },
      secrets: {},
      notices: [],
    });
  });

  it('ask for nothing of clients in one-way mode', async () => {
    expect(await deploymentOf({ mode: 'one-way' })).toMatchObject({
      clientAuth: 'none',
      esClientAuth: 'none',
      agentKeyPassphrase: 'none',
    });
  });

  it('are all listed when they are missing, each with its flag', async () => {
    expect(missingAnswers({}).map(({ name }) => name)).toEqual(['mode', 'fleet-url', 'es-url']);
    expect(missingAnswers({ ...LEAST, 'fleet-url': [] }).map(({ name }) => name)).toEqual(['fleet-url']);
    expect(missingAnswers(LEAST)).toEqual([]);
    expect(await problemsFrom(() => resolveDeployment({}, sources()))).toMatchObject(
      ['mode', 'fleet-url', 'es-url'].map((name) => ({
        code: 'ERR_MISSING_ANSWER',
        message: `--${name} is missing`,
        hint: expect.stringContaining(`give --${name} <`),
      })),
    );
  });
});

it('everything that is wrong is said at once', async () => {
  const answers = {
    mode: 'one-way',
    'fleet-url': ['http://fleet.example.com'],
    'client-auth': 'required',
    'stack-version': '8.99',
    days: '4000',
    agent: ['web-01', 'a/b'],
    san: ['nowhere=x'],
    'fleet-port': '0',
  };
  expect((await messagesOf(answers)).sort()).toEqual([
    '--agent "a/b" holds a slash',
    '--days 4000 is more than the 3650 days of --ca-days',
    '--fleet-port "0" is not a whole number from 1 to 65535',
    '--fleet-url "http://fleet.example.com" is not encrypted',
    '--mode one-way contradicts --client-auth required',
    'unknown Elastic Stack version "8.99"',
  ]);
});

it('a password in a URL is refused and not echoed', async () => {
  expect(await messagesOf({ 'es-url': ['https://elastic:changeme@es.example.com'] })).toEqual([
    '--es-url "https://***@es.example.com" holds credentials',
  ]);
});

describe('contradictions', () => {
  it.each<[Record<string, string | boolean>, string]>([
    [{ mode: 'one-way', 'client-auth': 'required' }, '--mode one-way contradicts --client-auth required'],
    [{ mode: 'one-way', 'client-auth': 'optional' }, '--mode one-way contradicts --client-auth optional'],
    [{ mode: 'one-way', 'es-client-auth': 'required' }, '--mode one-way contradicts --es-client-auth required'],
    [
      { mode: 'mutual', 'client-auth': 'none', 'es-client-auth': 'none' },
      '--mode mutual contradicts --client-auth none together with --es-client-auth none',
    ],
    [
      { mode: 'one-way', 'agent-key-passphrase': 'generate' },
      '--mode one-way contradicts --agent-key-passphrase: agents get no key',
    ],
    [{ days: '3651' }, '--days 3651 is more than the 3650 days of --ca-days'],
    [{ days: '101', 'ca-days': '100' }, '--days 101 is more than the 100 days of --ca-days'],
    [
      { fips: true, 'agent-key-passphrase': 'generate' },
      '--fips contradicts --agent-key-passphrase: FIPS builds open no encrypted key',
    ],
    [
      { fips: true, 'ca-key-passphrase': 'generate' },
      '--fips contradicts --ca-key-passphrase: FIPS builds open no encrypted key',
    ],
  ])('%j are refused', async (answers, message) => {
    expect(await messagesOf(answers)).toEqual([message]);
  });

  it('include a given passphrase with --fips', async () => {
    const world = { environment: { FLEET_CERTLAB_FLEET_KEY_PASSPHRASE: 'correct horse battery staple' } };
    expect(await messagesOf({ fips: true }, world)).toEqual([
      '--fips contradicts --fleet-key-passphrase: FIPS builds open no encrypted key',
    ]);
  });

  it.each([
    { 'client-auth': 'none' },
    { 'es-client-auth': 'none' },
    { 'client-auth': 'optional', 'es-client-auth': 'optional' },
    { mode: 'one-way', 'client-auth': 'none', 'es-client-auth': 'none', 'agent-key-passphrase': 'none' },
    { days: '3650' },
  ])('do not include %j', async (answers) => {
    expect(await messagesOf(answers)).toEqual([]);
  });

  it('are not sought in answers that are bad themselves', async () => {
    expect(await messagesOf({ mode: 'one-way', 'client-auth': 'reqired' })).toEqual([
      '--client-auth "reqired" is not one of none, optional, required',
    ]);
  });
});

describe('what a version of the stack cannot do', () => {
  it.each<[string, Record<string, string>, RegExp, string]>([
    [
      '8.12',
      { 'es-client-auth': 'none' },
      /client certificates of agents .*: Elastic Stack 8\.13 or later is needed, not 8\.12/,
      '8.13',
    ],
    ['8.12', { 'client-auth': 'none' }, /client certificates for Elasticsearch .*: Elastic Stack 8\.13/, '8.13'],
    ['8.15', { 'agent-key-passphrase': 'generate' }, /passphrase for the agents' keys: Elastic Stack 8\.16/, '8.16'],
    [
      '8.7',
      { mode: 'one-way', 'fleet-key-passphrase': 'generate' },
      /passphrase for Fleet Server's key: Elastic Stack 8\.8/,
      '8.8',
    ],
  ])('%s is an error that names the version that can: %j', async (version, answers, message, since) => {
    expect(await problemsOf({ 'stack-version': version, ...answers })).toMatchObject([
      {
        code: 'ERR_STACK_VERSION',
        message: expect.stringMatching(message),
        hint: expect.stringContaining(`give --stack-version ${since} or later`),
      },
    ]);
  });

  it('mutual TLS before 8.13 is refused on both links', async () => {
    expect(await messagesOf({ 'stack-version': '8.12.2' })).toHaveLength(2);
    expect(await messagesOf({ 'stack-version': '8.13' })).toEqual([]);
  });

  it('an agent passphrase nobody asked for becomes none, and that is said', async () => {
    const { deployment, notices } = await resolve({ 'stack-version': '8.15.3' });
    expect(deployment.agentKeyPassphrase).toBe('none');
    expect(notices).toMatchObject([{ code: 'agent-key-passphrase-dropped', message: expect.stringContaining('8.16') }]);
    expect((await deploymentOf({ 'stack-version': '8.16.0' })).agentKeyPassphrase).toBe('generate');
  });

  it('EC keys with Elastic Defend are a warning before 9.1', async () => {
    const { notices } = await resolve({ 'stack-version': '9.0', 'key-type': 'ec-p384' });
    expect(notices).toMatchObject([
      { code: 'ec-key', message: expect.stringMatching(/9\.1 or later.*Elastic Defend reads only RSA/) },
    ]);
    expect(await codesOf({ 'stack-version': '9.1', 'key-type': 'ec-p384' })).toEqual([]);
  });
});

describe('the key type', () => {
  it.each([
    ['9.1', 'ec-p256', 'ec-p256'],
    ['9.0', 'rsa-3072', 'rsa-2048'],
    ['8.13', 'rsa-3072', 'rsa-2048'],
  ])('auto for %s is %s for authorities and %s for the rest', async (version, authority, leaf) => {
    expect((await deploymentOf({ 'stack-version': version })).keyTypes).toEqual({ authority, leaf });
  });

  it.each(['rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-p256', 'ec-p384'])('may be %s for all', async (type) => {
    expect((await deploymentOf({ 'key-type': type })).keyTypes).toEqual({ authority: type, leaf: type });
  });

  it('Ed25519 is refused with the reason', async () => {
    expect(await messagesOf({ 'key-type': 'ed25519' })).toEqual([
      '--key-type "ed25519" is refused: Elasticsearch reads no such key, and Elastic Agent none that is encrypted',
    ]);
  });
});

describe('numbers', () => {
  it.each(['0', '-1', '1.5', '', 'ten', '36501', '1e3', '0x10', ' 5', '05', '99999999999999999999'])(
    '--days %j is refused',
    async (days) => {
      expect(await messagesOf({ days })).toEqual([`--days "${days}" is not a whole number from 1 to 36500`]);
    },
  );

  it('days follow shorter authorities, and that is said', async () => {
    expect((await deploymentOf({ 'ca-days': '365' })).days).toBe(365);
    expect(await codesOf({ 'ca-days': '365' })).toEqual(['days-shortened']);
  });

  it("more days than Apple's platforms take is worth a word", async () => {
    expect(await codesOf({ days: '826' })).toEqual(['days-long']);
    expect(await codesOf({ days: '825' })).toEqual([]);
  });

  it('kdf iterations count for generated and given passphrases alike', async () => {
    expect((await deploymentOf({ 'kdf-iterations': '210000' })).kdfIterations).toEqual({
      generated: 210_000,
      given: 210_000,
    });
    expect(await problemsOf({ 'kdf-iterations': '999' })).toMatchObject([
      { hint: expect.stringContaining('RFC 8018') },
    ]);
    expect(await messagesOf({ 'kdf-iterations': '10000001' })).toHaveLength(1);
  });

  it('few kdf iterations are worth a word where somebody chose the passphrase', async () => {
    const world = { environment: { FLEET_CERTLAB_CA_KEY_PASSPHRASE: 'correct horse battery staple' } };
    expect(await codesOf({ 'kdf-iterations': '2048' }, world)).toEqual(['kdf-iterations-few']);
    expect(await codesOf({ 'kdf-iterations': '2048' })).toEqual([]);
  });
});

describe('--fips', () => {
  it('leaves keys unencrypted and says so', async () => {
    const { deployment, notices } = await resolve({ fips: true });
    expect(deployment).toMatchObject({ fips: true, agentKeyPassphrase: 'none' });
    expect(notices).toMatchObject([{ code: 'fips', message: expect.stringMatching(/agents' keys are not encrypted/) }]);
  });

  it('says when it changed nothing', async () => {
    for (const answers of [{ mode: 'one-way' }, { 'agent-key-passphrase': 'none' }]) {
      const { notices } = await resolve({ fips: true, ...answers });
      expect(notices).toMatchObject([{ code: 'fips', message: expect.stringMatching(/nothing had to change/) }]);
    }
  });

  it('before 9.0 is for builds that do not exist', async () => {
    expect(await codesOf({ fips: true, 'stack-version': '8.19' })).toContain('fips-builds');
  });
});

describe("Fleet Server's port", () => {
  it('is told apart from the 443 of a URL without port', async () => {
    const { deployment, notices } = await resolve({ 'fleet-url': ['https://fleet.example.com'] });
    expect(deployment.fleetServers[0]).toMatchObject({ url: 'https://fleet.example.com:443', port: 443 });
    expect(notices).toMatchObject([
      {
        code: 'fleet-port-differs',
        message: expect.stringMatching(/dial https:\/\/fleet\.example\.com:443 .* listens on 8220/),
      },
    ]);
  });

  it('may be the one in the URL', async () => {
    expect(await codesOf({ 'fleet-url': ['https://fleet.example.com'], 'fleet-port': '443' })).toEqual([]);
  });

  it('behind a forwarder is where its own agent could not enroll before 9.4', async () => {
    expect(await codesOf({ 'fleet-url': ['https://fleet.example.com'], 'stack-version': '9.3.1' })).toContain(
      'own-agent-through-localhost',
    );
  });
});

describe('hosts', () => {
  it('get the ports their programs listen on', async () => {
    const { elasticsearch, kibana } = await deploymentOf({
      'es-url': ['https://es.example.com', 'https://[2001:db8::1]'],
      'kibana-url': 'https://kibana.example.com',
    });
    expect([...elasticsearch, kibana].map((endpoint) => endpoint?.url)).toEqual([
      'https://es.example.com:9200',
      'https://[2001:db8::1]:9200',
      'https://kibana.example.com:5601',
    ]);
  });

  it.each(['fleet-url', 'es-url'])('are named once in --%s, whatever the port or the letters', async (name) => {
    expect(await messagesOf({ [name]: ['https://a.example:1', 'https://A.example:2'] })).toEqual([
      `--${name} https://a.example:2 names a host that is named already`,
    ]);
  });

  it('may be of several roles', async () => {
    const url = ['https://one.example.com:8220'];
    expect(await messagesOf({ 'fleet-url': url, 'es-url': ['https://one.example.com:9200'] })).toEqual([]);
    expect(await codesOf({ 'fleet-url': url, agent: ['one.example.com'] })).toEqual(['agent-on-fleet-server']);
  });

  it('with other letters are shown as certificates write them', async () => {
    const { notices } = await resolve({ 'es-url': ['https://bücher.example'] });
    expect(notices).toMatchObject([
      { message: 'certificates and settings hold names as DNS does: bücher.example as xn--bcher-kva.example' },
    ]);
  });

  it('may have further names, wildcards among them', async () => {
    const { sans } = await deploymentOf({
      san: ['es.example.com=ES-1.example.com, *.es.example.com', 'es.example.com=192.0.2.7', 'fleet.example.com=::1'],
    });
    expect({ ...sans }).toEqual({
      'es.example.com': ['es-1.example.com', '*.es.example.com', '192.0.2.7'],
      'fleet.example.com': ['::1'],
    });
  });

  it.each([
    ['es.example.com', /no = between/],
    ['=a', /has a host that is empty/],
    ['es.example.com=', /has a name "" that is empty/],
    ['es.example.com=a,,b', /has a name "" that is empty/],
    ['es.example.com=a_b', /underscore/],
    ['es.example.com=*.local', /wildcard/],
    ['es.example.com=a,A', /names a twice/],
    ['es.example.com=192.0.2.7/24', /slash/],
    ['elsewhere.example.com=a', /"elsewhere.example.com" is no host of this deployment/],
  ])('do not have further names like %s', async (san, reason) => {
    expect(await messagesOf({ san: [san] })).toEqual([expect.stringMatching(reason)]);
  });

  it('do not have a further name in two answers', async () => {
    expect(await messagesOf({ san: ['es.example.com=a', 'es.example.com=a'] })).toEqual([
      '--san es.example.com names a twice',
    ]);
  });
});

it('an answer that can be given once is refused twice', async () => {
  expect(await messagesOf({ mode: ['mutual', 'one-way'] })).toEqual(['--mode is given 2 times']);
});

it('of many names only the first are shown', async () => {
  const agent = Array.from({ length: 12 }, (_, index) => `bücher-${index}`);
  const [notice, ...others] = (await resolve({ agent })).notices;
  expect(notice?.message).toMatch(/bücher-4 as xn--[^, ]+ and 7 more$/);
  expect(others).toEqual([]);
});
