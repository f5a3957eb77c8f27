import type { IssuedHost } from '../issue/types.js';
import type { OutputFile } from './types.js';

export const PUBLIC = 0o644;
export const PRIVATE = 0o600;
export const PROGRAM = 0o755;

/** A text file of a bundle, in UTF-8. */
export function textFile(path: string, mode: number, text: string): OutputFile {
  return { path, mode, content: Buffer.from(text) };
}

/**
 * The TLS files of one host: the authorities it trusts, its certificates, their keys and, for keys that have one, the
 * passphrase, byte for byte: Elastic Agent takes a trailing newline for a part of it
 * (elastic-agent-libs transport/tlscommon/tls.go:49-56).
 */
export function tlsFiles({ host, authorities, certificates }: IssuedHost): OutputFile[] {
  return [
    ...host.authorities.map((name) => textFile(`certs/${name}.pem`, PUBLIC, authorities[name]!.certificate)),
    ...certificates.flatMap(({ name, certificate, key, passphrase }) => [
      textFile(`certs/${name}.pem`, PUBLIC, certificate),
      textFile(`certs/${name}-key.pem`, PRIVATE, key),
      ...(passphrase === undefined ? [] : [textFile(`certs/${name}-key-passphrase`, PRIVATE, passphrase)]),
    ]),
  ];
}
