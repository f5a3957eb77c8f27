import { createPrivateKey } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { brokenKeyRules } from '../../src/rules/judges/keys.js';
import type { Reader } from '../../src/setup/pairs.js';
import { inspect } from '../../src/x509/read/material.js';
import { connectionOf, endsOf, type Job, openedLinks } from './connections.js';
import { type JudgeName, judgeAll, type Verdict } from './judges.js';
import { KEY_FILES, type KeyFile, type KeyFileName } from './key-files.js';
import { describeWith } from './needs.js';
import { unpack } from './unpacked.js';

/** What a program says about a key; none where it opens it. */
type Says = string | RegExp | undefined;

const WRONG_PASSPHRASE = 'Cannot retrieve the PKCS8EncodedKeySpec';

/** One row for each way to write a key: what Elastic's loader says, and Elasticsearch's. */
const SAYS: Readonly<Record<KeyFileName, { readonly go: Says; readonly elasticsearch: Says }>> = {
  plain: { go: undefined, elasticsearch: undefined },
  'HMAC-SHA-256': { go: undefined, elasticsearch: undefined },
  'HMAC-SHA-1': { go: undefined, elasticsearch: undefined },
  'HMAC-SHA-512': { go: 'pkcs8: unsupported hash function', elasticsearch: undefined },
  'AES-192': { go: undefined, elasticsearch: 'expecting the object identifier for AES cipher' },
  '3DES': { go: undefined, elasticsearch: 'encrypted with unsupported PBES2 algorithm [1.2.840.113549.3.7]' },
  scrypt: { go: undefined, elasticsearch: 'expecting the object identifier for PBKDF2' },
  PBES1: { go: 'pkcs8: only PBES2 supported', elasticsearch: undefined },
  'PBKDF2 with keyLength': { go: 'pkcs8: incorrect password', elasticsearch: undefined },
  'DEK-Info': { go: undefined, elasticsearch: undefined },
  'DEK-Info around PKCS#8': { go: undefined, elasticsearch: 'Invalid DER: object is not' },
  'DEK-Info in a PRIVATE KEY': { go: undefined, elasticsearch: 'Illegal base64 character 2d' },
  'DEK-Info in an ENCRYPTED PRIVATE KEY': { go: undefined, elasticsearch: 'Illegal base64 character 2d' },
  'PBES2 under a DEK-Info header': {
    go: 'x509: encrypted PEM data is not a multiple of the block size',
    elasticsearch: 'Illegal base64 character 2d',
  },
  // Java 17 sees the newline, Java 25 only that the key does not open.
  'a newline after the passphrase': { go: undefined, elasticsearch: /Password is not ASCII|Cannot retrieve the PKCS8/ },
  'another passphrase': { go: 'pkcs8: incorrect password', elasticsearch: WRONG_PASSPHRASE },
  'an empty passphrase file': { go: 'no passphrase available', elasticsearch: WRONG_PASSPHRASE },
  'no passphrase file': { go: 'no passphrase available', elasticsearch: WRONG_PASSPHRASE },
  'the passphrase in the place of the key': { go: 'no pem file', elasticsearch: 'file is empty' },
};

const NAMES = Object.keys(KEY_FILES) as readonly KeyFileName[];

/** What each judge says; the FIPS build opens no encrypted key at all, and before 9.5 a newline belonged to the passphrase. */
const JUDGES: readonly [JudgeName, string, (name: KeyFileName) => Says][] = [
  ['go', "Elastic's TLS loader", (name) => SAYS[name].go],
  [
    'goBefore',
    "Elastic's TLS loader of the releases before 9.5",
    (name) => (name === 'a newline after the passphrase' ? 'pkcs8: incorrect password' : SAYS[name].go),
  ],
  [
    'goFips',
    "Elastic's TLS loader in its FIPS build",
    (name) => (isEncrypted(files.get(name)!) ? /encrypted .* keys are unsupported in FIPS mode/ : SAYS[name].go),
  ],
  ['elasticsearch8', 'Elasticsearch 8', (name) => SAYS[name].elasticsearch],
  ['elasticsearch9', 'Elasticsearch 9', (name) => SAYS[name].elasticsearch],
];

let folder: string;
const files = new Map<KeyFileName, KeyFile>();
const jobs: Job[] = [];

// Most of the keys are written by OpenSSL.
describeWith('openssl', 'a key', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fleet-certlab-keys-'));
    const all = await unpack(inject('deployments').mutual!, folder);
    const connection = (await openedLinks(all))
      .map(connectionOf)
      .find(({ link }) => link === 'kibana-to-elasticsearch');
    const job: Job = { id: '', tls: 'TLSv1.3', ...endsOf(all, connection!) };
    const key = createPrivateKey(await readFile(job.server.key!));
    for (const name of NAMES) {
      const file = await KEY_FILES[name](key);
      files.set(name, file);
      jobs.push(await withKey(job, name, file));
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  for (const [judge, title, says] of JUDGES) {
    describeWith(judge, title, (command) => {
      let verdicts: ReadonlyMap<string, Verdict>;
      beforeAll(async () => {
        verdicts = new Map((await judgeAll(command, jobs)).map((verdict) => [verdict.id, verdict]));
      });

      it.each(NAMES)('opens a key, or says why not: %s', (name) => {
        const { accepted, serverLoad } = verdicts.get(name)!;
        const expected = says(name);
        expect(accepted).toBe(expected === undefined);
        if (expected === undefined) expect(serverLoad).toBeUndefined();
        else expect(serverLoad).toMatch(expected);
      });
    });
  }

  it.each(NAMES.filter((name) => !name.includes('passphrase')))(
    'verify has a rule for a key that one of them refuses: %s',
    (name) => {
      const { go, elasticsearch } = SAYS[name];
      const deprecated = name.startsWith('DEK-Info');
      const [key] = inspect(Buffer.from(files.get(name)!.key)).keys;
      const isBroken = (program: Reader['program']) =>
        brokenKeyRules(key!, { program, unprivileged: false, hasModes: false, hasOwners: false }).length > 0;
      expect(isBroken('elastic-agent')).toBe(go !== undefined || deprecated);
      // That the encrypted bytes are PKCS#8 shows only when they are decrypted.
      const isHidden = name === 'DEK-Info around PKCS#8';
      expect(isBroken('elasticsearch')).toBe(elasticsearch !== undefined && !isHidden);
    },
  );

  describeWith('go', "Elastic's TLS loader", (command) => {
    it('warns of keys encrypted the old way', async () => {
      const [verdict] = await judgeAll(
        command,
        jobs.filter(({ id }) => id === 'DEK-Info'),
      );
      expect(verdict!.log).toEqual([expect.stringContaining('Encrypted PKCS#1 PEM keys are deprecated')]);
    });
  });
});

/** The same connection to an Elasticsearch node, which loads its key from another file. */
async function withKey(job: Job, id: string, { key, passphrase }: KeyFile): Promise<Job> {
  const path = job.server.key!.replace('-key.pem', `-${id.replace(/\W+/g, '-')}`);
  await writeFile(`${path}.pem`, key);
  if (passphrase !== undefined) await writeFile(`${path}.passphrase`, passphrase);
  const { settings, base } = job.elasticsearch!;
  return {
    ...job,
    id,
    server: {
      ...job.server,
      key: `${path}.pem`,
      ...(passphrase !== undefined && { key_passphrase_path: `${path}.passphrase` }),
    },
    elasticsearch: {
      base,
      settings: { ...settings, 'xpack.security.http.ssl.key': `${path}.pem` },
      ...(passphrase !== undefined && { passphraseFile: `${path}.passphrase` }),
    },
  };
}

const isEncrypted = ({ key }: KeyFile): boolean => /ENCRYPTED/.test(key);
