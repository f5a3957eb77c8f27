import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import type { Authority, Shown } from '../handshake/ends.js';
import { inspectCertificate } from '../x509/read/certificate.js';
import { belongsTo } from '../x509/read/native.js';
import type { Bundle } from './bundle.js';
import { found, type Report } from './findings.js';
import { fileAt, type HostFiles, NotInBundle } from './host-files.js';

/** What one end of a link shows. */
export interface Identity extends Shown {
  /** File name without extension, e.g. `agent-cert`. */
  readonly name: string;
  readonly chain: readonly [X509Certificate, ...X509Certificate[]];
}

/** Paths as a command or a setting names them. */
export interface IdentityPaths {
  readonly certificate: string;
  readonly key: string;
  readonly passphrase?: string;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\r\n]+-----END CERTIFICATE-----/g;

/** Every certificate of a PEM text, in order; what cannot be read is left out and reported by the rules of files. */
export const certificatesIn = (pem: string): X509Certificate[] =>
  (pem.match(CERTIFICATE) ?? []).flatMap((block) => certificateIn(block) ?? []);

/** Whether each of its blocks is a certificate that can be read. */
export const isEachReadable = (pem: string): boolean =>
  (pem.match(CERTIFICATE) ?? []).every((block) => certificateIn(block) !== undefined);

function certificateIn(block: string): X509Certificate | undefined {
  try {
    return inspectCertificate(Buffer.from(block.replaceAll(/-----[^-]+-----/g, ''), 'base64')).x509;
  } catch {
    return undefined;
  }
}

/**
 * Opens a certificate and its key with the passphrase file's bytes as they are, as Elastic Agent does
 * (elastic-agent-libs transport/tlscommon/tls.go:49-56).
 *
 * @returns undefined, with a finding, when the program on the host could not use them either
 */
export function openIdentity(files: HostFiles, paths: IdentityPaths, report: Report): Identity | undefined {
  const opened = identitiesOf(files.bundle);
  const known = JSON.stringify([files.folder, paths]);
  if (!opened.has(known)) opened.set(known, readIdentity(files, paths, report));
  return opened.get(known);
}

/** Opening a key takes its passphrase's whole key derivation: once for each, however many links use it. */
const OPENED = new WeakMap<Bundle, Map<string, Identity | undefined>>();

function identitiesOf(bundle: Bundle): Map<string, Identity | undefined> {
  const opened = OPENED.get(bundle) ?? new Map();
  OPENED.set(bundle, opened);
  return opened;
}

function readIdentity(files: HostFiles, paths: IdentityPaths, report: Report): Identity | undefined {
  try {
    const { name, content } = fileAt(files, paths.certificate);
    const certificate = content.toString();
    const [leaf, ...rest] = certificatesIn(certificate);
    if (!leaf) throw new Error(`${name} holds no certificate`);
    const passphrase = paths.passphrase === undefined ? undefined : fileAt(files, paths.passphrase).content;
    const key = openKey(fileAt(files, paths.key), passphrase);
    if (!belongsTo(key, { x509: leaf })) throw new Error(`${name} and ${paths.key} do not belong together`);
    return { name: withoutExtension(name), certificate, chain: [leaf, ...rest], key };
  } catch (error) {
    report(unusable('identity-unusable', files, error, paths.certificate));
    return undefined;
  }
}

function openKey({ name, content }: { name: string; content: Buffer }, passphrase: Buffer | undefined): KeyObject {
  try {
    return createPrivateKey(passphrase === undefined ? content : { key: content, passphrase });
  } catch (error) {
    const means = passphrase === undefined ? 'without a passphrase' : 'with the content of the passphrase file';
    throw new Error(`${name} does not open ${means}`, { cause: error });
  }
}

/** Every host of a deployment has the same few authorities: each is one object for all who report to the same place. */
const AUTHORITIES = new WeakMap<Report, Map<string, Authority[]>>();

function authoritiesIn(name: string, pem: string, report: Report): Authority[] {
  const known = AUTHORITIES.get(report) ?? new Map<string, Authority[]>();
  AUTHORITIES.set(report, known);
  const key = `${name}\n${pem}`;
  const authorities = known.get(key) ?? certificatesIn(pem).map((certificate) => ({ name, certificate }));
  known.set(key, authorities);
  return authorities;
}

/** The authorities in the files a command or a setting lists; unreadable ones are reported and left out. */
export function openAuthorities(files: HostFiles, paths: readonly string[], report: Report): Authority[] {
  return paths.flatMap((path) => {
    try {
      const { name, content } = fileAt(files, path);
      const authorities = authoritiesIn(withoutExtension(name), content.toString(), report);
      if (authorities.length === 0) throw new Error(`${name} holds no certificate`);
      return authorities;
    } catch (error) {
      report(unusable('authority-unreadable', files, error, path));
      return [];
    }
  });
}

function unusable(
  rule: 'identity-unusable' | 'authority-unreadable',
  { bundle }: HostFiles,
  error: unknown,
  path: string,
) {
  return error instanceof NotInBundle
    ? found('file-not-in-bundle', bundle.id, error.message)
    : found(rule, `${bundle.id}: ${path}`, (error as Error).message);
}

const withoutExtension = (name: string): string => name.replace(/\.[^.]*$/, '');
