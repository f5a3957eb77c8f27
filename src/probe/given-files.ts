import type { Finding } from '../check/types.js';
import { CertlabError } from '../errors.js';
import type { BundleFile } from '../prove/archive.js';
import type { Bundle } from '../prove/bundle.js';
import { readBounded } from '../x509/read/read.js';

/** Files that somebody collected, each under the flag it was given with. */
export interface GivenFiles {
  /** Files of authorities to trust. */
  readonly ca: readonly string[];
  readonly cert?: string;
  readonly key?: string;
  readonly passphraseFile?: string;
}

/** Where they lie as seen by the code that reads bundles. */
export const FOLDER = '/given';

/** The files as a bundle would hold them, so that the same code reads and judges them. */
export interface FilesAsBundle {
  readonly bundle: Bundle;
  /** Where a given file lies in {@link FOLDER}. */
  at(path: string): string;
  /** A finding or a name, about the file that the operator gave. */
  named(finding: Finding): Finding;
}

/**
 * Reads the files.
 *
 * @throws CertlabError ERR_READ when one cannot be read
 */
export async function readGivenFiles({ ca, cert, key, passphraseFile }: GivenFiles): Promise<FilesAsBundle> {
  const names = new Map<string, string>([
    ...ca.map((path, index) => [path, `${index + 1}-ca.pem`] as const),
    ...pairs([cert, 'cert.pem'], [key, 'key.pem'], [passphraseFile, 'key-passphrase']),
  ]);
  const files = new Map<string, BundleFile>();
  for (const [path, name] of names) files.set(`certs/${name}`, await readGiven(path));
  return {
    bundle: { id: 'given files', files },
    at: (path) => `${FOLDER}/${names.get(path)}`,
    named: (finding) => {
      const path = [...names].find(([, name]) => finding.where.endsWith(`/${name}`))?.[0];
      return path === undefined ? finding : { ...finding, where: path };
    },
  };
}

const pairs = (...given: readonly [string | undefined, string][]): [string, string][] =>
  given.flatMap(([path, name]): [string, string][] => (path === undefined ? [] : [[path, name]]));

const PROBLEMS = {
  missing: 'there is no such file',
  directory: 'it is a folder',
  unreadable: 'permission denied, or it is no file',
  'too-large': 'it is too large for a certificate or a key',
} as const;

async function readGiven(path: string): Promise<BundleFile> {
  const file = await readBounded(path);
  if (file.state === 'read') return { mode: file.mode, content: file.content };
  const message = `cannot read ${path}: ${PROBLEMS[file.state]}`;
  throw new CertlabError({ code: 'ERR_READ', message, hint: 'check the path and its permissions' });
}
