import type { KeyObject } from 'node:crypto';
import type { StackVersion } from '../deployment/types.js';
import { isAtLeast } from '../deployment/versions.js';
import type { FoundCertificate } from '../x509/read/certificate.js';
import { openKey } from '../x509/read/key.js';
import type { Loaded } from '../x509/read/load.js';
import type { HostFile } from './files.js';
import type { Remark, RemarkRule } from './remark.js';

/** What a file is named for. */
export type FileUse = 'authorities' | 'certificate' | 'key' | 'passphrase' | 'token' | 'keystore';

/** Who will read the file. */
export interface Reader {
  readonly program: 'elastic-agent' | 'fleet-server' | 'elasticsearch' | 'kibana';
  /** It runs as a user of its own, who gets at files through a group at most. */
  readonly unprivileged: boolean;
  /** Modes say something: not on Windows. */
  readonly hasModes: boolean;
  /** Owners too: not in a folder that the files were copied to. */
  readonly hasOwners: boolean;
}

/** A file that a flag or a setting names, what for, and for whom. */
export interface NamedFile extends HostFile {
  readonly use: FileUse;
  readonly reader: Reader;
  /** What that program makes of it, where it is to hold certificates. */
  readonly loaded?: Loaded;
}

/** Where the passphrase of a key comes from. */
export type Passphrase =
  | { readonly kind: 'file'; readonly file: NamedFile }
  | { readonly kind: 'text'; readonly text: string }
  /** In a keystore, or in a file that cannot be read and was reported by itself. */
  | { readonly kind: 'elsewhere' }
  /** Nothing gives it: the rule that an encrypted key then breaks. */
  | { readonly kind: 'missing'; readonly rule: RemarkRule };

/** What one endpoint of a connection presents. */
export interface Presented {
  /** What names the certificate, and its path. */
  readonly where: string;
  /** File name without extension, e.g. `agent-cert`. */
  readonly name: string;
  readonly chain: readonly [FoundCertificate, ...FoundCertificate[]];
  /** Absent where it does not open, or belongs to another certificate. */
  readonly key?: KeyObject;
}

/** A certificate, its key and its passphrase as one program is told to use them. */
export interface NamedPair {
  readonly purpose: 'client' | 'server';
  readonly reader: Reader;
  readonly certificate?: NamedFile;
  readonly key?: NamedFile;
  readonly passphrase: Passphrase;
  /** The key, where it opens with what the program takes from the passphrase file. */
  readonly opened?: KeyObject;
  /** True where OpenSSL does not know how the key is encrypted: nobody can say here whether the passphrase is right. */
  readonly unsupported?: true;
  /** Absent where there is no certificate to present. */
  readonly presented?: Presented;
}

/** A list of CAs as one program is told to use it. */
export interface NamedList {
  readonly files: readonly NamedFile[];
}

/** A program of a version. */
export interface Opening {
  readonly program: Reader['program'];
  readonly version: StackVersion;
}

/** Opens the key of a file as its program does. */
export function openKeyOf(
  file: HostFile,
  passphrase: Passphrase,
  by: Opening,
): Pick<NamedPair, 'opened' | 'unsupported'> {
  const [found] = file.material?.keys ?? [];
  if (found === undefined) return {};
  const secret = found.encryption === undefined ? undefined : secretOf(passphrase);
  // OpenSSL would ask the terminal for a passphrase that nobody gives.
  if (found.encryption !== undefined && (secret === undefined || secret.length === 0 || isSpoiled(secret, by))) {
    return {};
  }
  try {
    return { opened: openKey(found, secret && trimsPassphrases(by) ? trimmed(secret) : secret) };
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_OSSL_EVP_UNSUPPORTED' ? { unsupported: true } : {};
  }
}

/** The bytes of a passphrase; undefined where they are not known. */
export function secretOf(passphrase: Passphrase): Buffer | undefined {
  if (passphrase.kind === 'text') return Buffer.from(passphrase.text);
  return passphrase.kind === 'file' && passphrase.file.file.state === 'read' ? passphrase.file.file.content : undefined;
}

/**
 * Elastic's loader takes white space off both ends of a passphrase file from 9.5 on (elastic-agent-libs 0.46.3
 * transport/tlscommon/types.go:405); before, every byte counts, as in every other program.
 */
export const trimsPassphrases = ({ program, version }: Opening): boolean =>
  (program === 'elastic-agent' || program === 'fleet-server') && isAtLeast(version, '9.5');

/** White space of ASCII alone: nobody's editor adds another. */
const trimmed = (secret: Buffer): Buffer =>
  Buffer.from(secret.toString('latin1').replace(/^[\t-\r ]+|[\t-\r ]+$/g, ''), 'latin1');

/** Whether an editor has added to a passphrase what the program takes for a part of it. */
export const isSpoiled = (secret: Buffer, by: Opening): boolean =>
  trimsPassphrases(by) ? hasByteOrderMark(secret) : hasLineEnd(secret);

const hasByteOrderMark = (content: Buffer): boolean =>
  /^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/.test(content.toString('latin1'));

/** Also a byte order mark: an editor that adds one end of line adds the other. */
export const hasLineEnd = (content: Buffer): boolean =>
  hasByteOrderMark(content) || /[\r\n]$/.test(content.toString('latin1'));

/** A file's name without folder and extension, whatever system its path is of. */
export const baseName = (path: string): string =>
  path
    .split(/[\\/]/)
    .at(-1)!
    .replace(/\.[^.]*$/, '');

/** Everything that one source names, opened: a command, a container, or a file of settings. */
export interface NamedFiles {
  readonly remarks: readonly Remark[];
  readonly files: readonly NamedFile[];
  readonly lists: readonly NamedList[];
  readonly pairs: readonly NamedPair[];
}
