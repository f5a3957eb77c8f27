import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemsFrom, problemsOf, resolve, type World } from './support.js';

const PASSPHRASE = 'correct horse battery staple';
const FILE = 'agent-key-passphrase-file';
const withFile = (content: string | Buffer): World => ({ files: { secret: content } });
const fromFile = (content: string | Buffer) => resolve({ [FILE]: 'secret' }, withFile(content));

const KEYS = [
  ['agent', 'agentKeyPassphrase', 'FLEET_CERTLAB_AGENT_KEY_PASSPHRASE'],
  ['fleet', 'fleetKeyPassphrase', 'FLEET_CERTLAB_FLEET_KEY_PASSPHRASE'],
  ['es', 'esKeyPassphrase', 'FLEET_CERTLAB_ES_KEY_PASSPHRASE'],
  ['ca', 'caKeyPassphrase', 'FLEET_CERTLAB_CA_KEY_PASSPHRASE'],
] as const;

describe.each(KEYS)('the passphrase of the %s key', (key, field, variable) => {
  const choice = `${key}-key-passphrase`;

  it('may be generated or left out', async () => {
    for (const answer of ['generate', 'none']) {
      const { deployment, secrets } = await resolve({ [choice]: answer });
      expect(deployment[field]).toBe(answer);
      expect(secrets).toEqual({});
    }
  });

  it.each<[string, Record<string, string>, World]>([
    ['a file', { [`${choice}-file`]: 'secret' }, withFile(PASSPHRASE)],
    ['stdin', { [`${choice}-file`]: '-' }, { stdin: PASSPHRASE }],
    ['the environment', {}, { environment: { [variable]: PASSPHRASE } }],
    ['a file, said twice', { [choice]: 'given', [`${choice}-file`]: 'secret' }, withFile(PASSPHRASE)],
  ])('may come from %s', async (_where, answers, world) => {
    const { deployment, secrets, notices } = await resolve(answers, world);
    expect(deployment[field]).toBe('given');
    expect(secrets).toEqual({ [field]: PASSPHRASE });
    expect(notices).toEqual([]);
  });

  it('is never taken from the command line, and never echoed', async () => {
    const problems = await problemsOf({ [choice]: 'hunter2-hunter2' });
    expect(problems).toMatchObject([{ message: `--${choice} takes generate or none, never the passphrase itself` }]);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  it('contradicts generate and none when a file is named too', async () => {
    for (const answer of ['generate', 'none']) {
      expect(await problemsOf({ [choice]: answer, [`${choice}-file`]: 'secret' }, withFile(PASSPHRASE))).toMatchObject([
        { message: `--${choice} ${answer} contradicts --${choice}-file` },
      ]);
    }
  });

  it('in the environment is not used, and said to be so, when the answer is none', async () => {
    const { deployment, secrets, notices } = await resolve(
      { [choice]: 'none' },
      { environment: { [variable]: PASSPHRASE } },
    );
    expect([deployment[field], secrets]).toEqual(['none', {}]);
    expect(notices.map(({ message }) => message)).toEqual([`${variable} is not used, because --${choice} says none`]);
  });

  it('that is said to be given must be somewhere', async () => {
    expect(await problemsOf({ [choice]: 'given' })).toMatchObject([
      { code: 'ERR_MISSING_ANSWER', hint: `give it with --${choice}-file or in ${variable}` },
    ]);
  });
});

describe('a passphrase file', () => {
  it.each([
    ['as it is', PASSPHRASE, []],
    ['without the newline of an editor, which is said', `${PASSPHRASE}\n`, ['passphrase-newline']],
    ['without the line end of Windows, which is said', `${PASSPHRASE}\r\n`, ['passphrase-newline']],
  ])('is taken %s', async (_how, content, codes) => {
    const { secrets, notices } = await fromFile(content);
    expect(secrets.agentKeyPassphrase).toBe(PASSPHRASE);
    expect(notices.map(({ code }) => code)).toEqual(codes);
  });

  it.each<[string, string | Buffer, RegExp]>([
    ['nothing', '', /is empty$/],
    ['only a newline', '\n', /is empty$/],
    ['two lines', 'first\nsecond', /more than one line$/],
    ['two newlines', `${PASSPHRASE}\n\n`, /more than one line$/],
    ['a carriage return', 'first\rsecond', /more than one line$/],
    ['other letters than ASCII', 'pässphrase', /printable ASCII$/],
    ['a tab', 'pass\tphrase', /printable ASCII$/],
    ['a NUL', 'pass\0phrase', /printable ASCII$/],
    ['the byte order mark of UTF-8', `\ufeff${PASSPHRASE}`, /byte order mark$/],
    ['UTF-16', Buffer.from(`\ufeff${PASSPHRASE}`, 'utf16le'), /byte order mark$/],
    ['a space in front', ` ${PASSPHRASE}`, /begins or ends with a space$/],
    ['a space at the end', `${PASSPHRASE} \n`, /begins or ends with a space$/],
    ['1,025 characters', 'x'.repeat(1025), /more than 1024 characters$/],
  ])('with %s is refused', async (_what, content, reason) => {
    const problems = await problemsFrom(() => fromFile(content));
    expect(problems).toMatchObject([{ code: 'ERR_INPUT', message: expect.stringMatching(reason) }]);
    expect(problems[0]?.message).toMatch(/^--agent-key-passphrase-file /);
  });

  it('may hold 1,024 characters', async () => {
    expect((await fromFile('x'.repeat(1024))).secrets.agentKeyPassphrase).toHaveLength(1024);
  });

  it('that cannot be read is named', async () => {
    expect(await problemsOf({ [FILE]: 'gone' })).toMatchObject([
      { code: 'ERR_READ', message: '--agent-key-passphrase-file "gone" does not exist' },
    ]);
  });

  it('with fewer than 14 characters is taken, and called short', async () => {
    expect((await fromFile('thirteen-char')).notices.map(({ code }) => code)).toEqual(['passphrase-short']);
  });

  it('never shows in what is said about it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 12, maxLength: 40 }), async (content) => {
        const run = fromFile(content);
        const said = await run.then(
          ({ notices }) => JSON.stringify(notices),
          (error) => JSON.stringify(error.problems),
        );
        expect(said).not.toContain(content.trim());
        expect(said).not.toContain(JSON.stringify(content).slice(1, -1));
      }),
    );
  });
});

it('an empty variable is refused: it is no passphrase, and no wish for none', async () => {
  expect(await problemsOf({}, { environment: { FLEET_CERTLAB_CA_KEY_PASSPHRASE: '' } })).toMatchObject([
    { message: 'FLEET_CERTLAB_CA_KEY_PASSPHRASE is empty' },
  ]);
});

it('stdin is read for one answer only', async () => {
  expect(await problemsOf({ [FILE]: '-', 'service-token-file': '-' }, { stdin: PASSPHRASE })).toMatchObject([
    { message: '--service-token-file and --agent-key-passphrase-file cannot both read stdin' },
  ]);
});

describe('a token file', () => {
  it.each([
    ['service-token-file', 'serviceToken'],
    ['enrollment-token-file', 'enrollmentToken'],
  ])('%s is read without the white space around the token', async (flag, field) => {
    const { secrets } = await resolve({ [flag]: 'token' }, { files: { token: '\n  AAEAAWVsYXN0aWM=\r\n' } });
    expect(secrets).toEqual({ [field]: 'AAEAAWVsYXN0aWM=' });
  });

  it.each([
    ['', 'is empty'],
    [' \n', 'is empty'],
    ['two words', 'does not hold one token'],
    ['first\nsecond', 'does not hold one token'],
    ['tök', 'does not hold one token'],
    ['\u001b[31m', 'does not hold one token'],
    ['x'.repeat(5000), 'does not hold one token'],
  ])('with %j is refused and not echoed', async (content, reason) => {
    expect(await problemsOf({ 'service-token-file': 'token' }, { files: { token: content } })).toMatchObject([
      { message: `--service-token-file ${reason}` },
    ]);
  });
});
