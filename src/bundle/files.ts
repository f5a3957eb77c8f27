import { fileName } from '../elastic/paths.js';
import type { IssuedHost } from '../issue/types.js';
import type { PlannedHost } from '../plan/types.js';
import type { OutputFile } from './types.js';

export const PUBLIC = 0o644;
export const PRIVATE = 0o600;
export const PROGRAM = 0o755;

/** A text file of a bundle, in UTF-8. */
export function textFile(path: string, mode: number, text: string): OutputFile {
  return { path, mode, content: Buffer.from(text) };
}

/** A file in `certs/` of a bundle. */
export interface InstalledFile {
  readonly name: string;
  readonly secret: boolean;
}

/** The names in `certs/`: the authorities a host trusts, its certificates, their keys and the keys' passphrases. */
export function tlsFileNames({
  authorities,
  certificates,
}: Pick<PlannedHost, 'authorities' | 'certificates'>): InstalledFile[] {
  return [
    ...authorities.map((name) => ({ name: fileName(name), secret: false })),
    ...certificates.flatMap(({ name, passphrase }) => [
      { name: fileName(name), secret: false },
      { name: fileName(name, 'key'), secret: true },
      ...(passphrase === 'none' ? [] : [{ name: fileName(name, 'passphrase'), secret: true }]),
    ]),
  ];
}

/**
 * The TLS files of one host. A passphrase is written byte for byte: Elastic Agent takes a trailing newline for a part of it
 * (elastic-agent-libs transport/tlscommon/tls.go:49-56).
 */
export function tlsFiles({ host, authorities, certificates }: IssuedHost): OutputFile[] {
  const contents = new Map([
    ...host.authorities.map((name): [string, string] => [fileName(name), authorities[name]!.trusted]),
    ...certificates.flatMap(({ name, certificate, key, passphrase }): [string, string][] => [
      [fileName(name), certificate],
      [fileName(name, 'key'), key],
      ...(passphrase === undefined ? [] : [[fileName(name, 'passphrase'), passphrase] as [string, string]]),
    ]),
  ]);
  return tlsFileNames(host).map((file) => ({ ...tlsFile(file), content: Buffer.from(contents.get(file.name)!) }));
}

/** Where such a file lies in the bundle, and its mode. */
export const tlsFile = ({ name, secret }: InstalledFile): Omit<OutputFile, 'content'> => ({
  path: `certs/${name}`,
  mode: secret ? PRIVATE : PUBLIC,
});
