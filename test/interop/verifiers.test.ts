import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { DEPLOYMENT_NAMES, type DeploymentName } from './deployments.js';
import { run } from './judges.js';
import { describeWith } from './needs.js';
import { type VerifiedPath, verifiedPaths } from './paths.js';
import { unpack } from './unpacked.js';

type Usage = VerifiedPath['usage'];
type SystemJudge = 'openssl' | 'certtool';

/** How a command-line verifier is asked; it ends with 0 for a good path. */
interface Verifier {
  readonly verify: (leaf: string, authorities: string, usage: Usage, name?: string) => readonly string[];
  /** Prints the key's public half; the passphrase comes from stdin. */
  readonly openKey: (key: string, encrypted: boolean) => readonly string[];
}

const PURPOSES = {
  openssl: { serverAuth: 'sslserver', clientAuth: 'sslclient' },
  certtool: { serverAuth: '1.3.6.1.5.5.7.3.1', clientAuth: '1.3.6.1.5.5.7.3.2' },
} as const;

const VERIFIERS: Readonly<Record<SystemJudge, Verifier>> = {
  openssl: {
    verify: (leaf, authorities, usage, name) => [
      ...['openssl', 'verify', '-x509_strict', '-check_ss_sig', '-purpose', PURPOSES.openssl[usage]],
      ...(name === undefined ? [] : [isIP(name) ? '-verify_ip' : '-verify_hostname', name]),
      ...['-no-CApath', '-no-CAstore', '-CAfile', authorities, '-untrusted', leaf, leaf],
    ],
    openKey: (key, encrypted) => ['openssl', 'pkey', '-pubout', '-in', key, ...(encrypted ? ['-passin', 'stdin'] : [])],
  },
  certtool: {
    verify: (leaf, authorities, usage, name) => [
      ...['certtool', '--verify', '--verify-profile', 'medium', '--verify-purpose', PURPOSES.certtool[usage]],
      ...(name === undefined ? [] : ['--verify-hostname', name]),
      ...['--load-ca-certificate', authorities, '--infile', leaf],
    ],
    openKey: (key) => ['certtool', '--pubkey-info', '--load-privkey', key],
  },
};

const OTHER: Readonly<Record<Usage, Usage>> = { serverAuth: 'clientAuth', clientAuth: 'serverAuth' };

let folder: string;
const paths = new Map<DeploymentName, readonly VerifiedPath[]>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleet-certlab-verifiers-'));
  for (const name of DEPLOYMENT_NAMES) {
    paths.set(name, await verifiedPaths(await unpack(inject('deployments')[name]!, join(folder, name))));
  }
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(Object.entries(VERIFIERS) as [SystemJudge, Verifier][])('%s', (judge, { verify, openKey }) => {
  describeWith(judge, `${judge} says the same`, () => {
    it.each(DEPLOYMENT_NAMES)(
      'of every path of the deployment, and of the same with a wrong purpose, name or authority: %s',
      async (name) => {
        const all = paths.get(name)!;
        expect(all.length).toBeGreaterThan(0);
        for (const { shown, authorities, usage, name: host } of all) {
          const right = await together(authorities);
          const wrong = await together(others(all, authorities));
          const tried = {
            right: await succeeds(verify(shown.certificate, right, usage, host)),
            purpose: await succeeds(verify(shown.certificate, right, OTHER[usage], host)),
            name: await succeeds(verify(shown.certificate, right, usage, 'another-host.invalid')),
            authority: await succeeds(verify(shown.certificate, wrong, usage, host)),
          };
          expect({ shown: shown.certificate, tried }).toEqual({
            shown: shown.certificate,
            tried: { right: true, purpose: false, name: false, authority: false },
          });
        }
      },
    );

    it.each(DEPLOYMENT_NAMES)('of every key, opened with its passphrase: %s', async (name) => {
      for (const { shown } of paths.get(name)!) {
        const passphrase = shown.key_passphrase_path && (await readFile(shown.key_passphrase_path, 'utf8'));
        const answer = await run(openKey(shown.key, Boolean(passphrase)), {
          input: passphrase ? `${passphrase}\n` : '',
        });
        const expected = new X509Certificate(await readFile(shown.certificate)).publicKey;
        expect(publicKeyIn(answer)).toBe(expected.export({ type: 'spki', format: 'pem' }).toString().trim());
      }
    });
  });
});

const publicKeyIn = (text: string): string | undefined =>
  /-----BEGIN PUBLIC KEY-----[\s\S]*-----END PUBLIC KEY-----/.exec(text)?.[0];

const succeeds = async (command: readonly string[]): Promise<boolean> =>
  run(command).then(
    () => true,
    () => false,
  );

/** Authorities of the same deployment, none of which is among these, by their keys: the bundles hold many copies. */
function others(all: readonly VerifiedPath[], authorities: readonly string[]): string[] {
  const names = new Set(authorities.map(nameOf));
  return all.flatMap((path) => path.authorities).filter((path) => !names.has(nameOf(path)));
}

const nameOf = (path: string): string => path.replace(/^.*\//, '');

let written = 0;

/** One file with several authorities, as both programs want it. */
async function together(authorities: readonly string[]): Promise<string> {
  const file = join(folder, `authorities-${written++}.pem`);
  const texts = await Promise.all([...new Set(authorities)].map((path) => readFile(path, 'utf8')));
  await writeFile(file, texts.join(''));
  return file;
}
