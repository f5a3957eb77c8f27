import type { KeyObject } from 'node:crypto';
import type { FoundCertificate } from '../../inspect/certificate.js';
import { type FoundKey, openKey } from '../../inspect/key.js';
import type { HostFile } from '../host-files.js';
import { type Details, finding, type RuleId } from '../rules/index.js';
import type { Finding } from '../types.js';
import { hasLineEnd, type Reader } from './files.js';
import { brokenKeyRules, describeEncryption } from './keys.js';

/** A certificate, its key and the passphrase, as files. */
export interface NamedPair {
  readonly certificate?: HostFile;
  readonly key?: HostFile;
  readonly passphrase?: HostFile;
  /** Where the passphrase comes from instead of a file: `known` as a text, `elsewhere` where nobody can look, `none` where no
   * flag or variable could give it. */
  readonly otherPassphrase?:
    | { readonly kind: 'known'; readonly text: string }
    | { readonly kind: 'elsewhere' }
    | {
        readonly kind: 'none';
        readonly rule: RuleId;
      };
}

/** What one end of a connection shows. */
export interface ShownPair {
  /** What names the certificate, and its path. */
  readonly where: string;
  readonly chain: readonly [FoundCertificate, ...FoundCertificate[]];
  /** Absent where it could not be opened. */
  readonly key?: KeyObject;
}

/** Opens a pair as its program does, and judges the key and whether it belongs to the certificate. */
export function openPair(pair: NamedPair, reader: Reader, fips: boolean): { shown?: ShownPair; findings: Finding[] } {
  const { certificate } = pair;
  const { key, findings } = openPairKey(pair, reader, fips);
  const [leaf, ...rest] = certificate?.material?.certificates ?? [];
  if (certificate === undefined || leaf === undefined) return { findings };
  const chain = [leaf, ...rest] as const;
  const belongs = key !== undefined && leaf.x509.checkPrivateKey(key);
  if (key !== undefined && !belongs) findings.push(mismatch(certificate, pair.key!, chain, key));
  return { findings, shown: { where: certificate.where, chain, ...(key && belongs && { key }) } };
}

type Opened = { key?: KeyObject; findings: Finding[] };

function openPairKey({ key: file, passphrase, otherPassphrase }: NamedPair, reader: Reader, fips: boolean): Opened {
  const [found] = file?.material?.keys ?? [];
  if (file === undefined || found === undefined) return { findings: [] };
  const tell = (rule: RuleId, details: Details = {}) =>
    finding(rule, file.where, { program: reader.program, ...details, values: { path: file.path, ...details.values } });
  const findings = brokenKeyRules(found, reader).map((rule) =>
    tell(rule, { detail: describeEncryption(found.encryption!) }),
  );
  if (reader.program === 'elasticsearch' && !isKeyFirst(file)) findings.push(tell('key-not-first'));
  if (found.encryption && fips) {
    const says = found.encryption.scheme === 'DEK-Info' ? 'encrypted PKCS#1' : 'encrypted private';
    findings.push(tell('fips-key-encrypted', { says }));
  }
  if (found.encryption === undefined) {
    if (passphrase || otherPassphrase?.kind === 'known')
      findings.push(finding('passphrase-unused', passphrase?.where ?? file.where));
    return opened(found, undefined, findings, () => tell('pem-damaged'), tell, reader);
  }
  if (otherPassphrase?.kind === 'none') findings.push(tell(otherPassphrase.rule));
  else if (otherPassphrase === undefined && passphrase === undefined) findings.push(tell('passphrase-missing'));
  const secret = otherPassphrase?.kind === 'known' ? Buffer.from(otherPassphrase.text) : contentOf(passphrase);
  if (secret === undefined || secret.length === 0) return { findings };
  if (reader.program === 'elasticsearch' && !/^[ -~]*$/.test(secret.toString('latin1')))
    findings.push(tell('passphrase-not-ascii'));
  const where = passphrase?.where ?? file.where;
  const wrong = () =>
    finding('passphrase-wrong', where, {
      program: reader.program,
      ...(found.encryption?.scheme === 'DEK-Info' && { says: 'x509:' }),
    });
  // Judged with the file already; without its line end the passphrase may still be the wrong one.
  if (hasLineEnd(secret)) return { findings };
  return opened(found, secret, findings, wrong, tell, reader);
}

const contentOf = (named: HostFile | undefined): Buffer | undefined =>
  named?.file.state === 'read' ? named.file.content : undefined;

function opened(
  found: FoundKey,
  passphrase: Buffer | undefined,
  findings: Finding[],
  failed: () => Finding,
  tell: (rule: RuleId, details?: Details) => Finding,
  { program }: Reader,
): Opened {
  let key: KeyObject;
  try {
    key = openKey(found, passphrase);
  } catch {
    // OpenSSL does not know every scheme either: then only the scheme is to blame.
    const known = findings.some(({ rule }) => rule === 'key-encryption-unsupported');
    return { findings: known ? findings : [...findings, failed()] };
  }
  const type = key.asymmetricKeyType ?? '';
  if (program === 'elasticsearch' && !JAVA_TYPES.has(type)) {
    findings.push(tell('key-algorithm-unsupported', { values: { oid: OIDS[type] ?? type } }));
  } else if (program !== 'elasticsearch' && passphrase && type.startsWith('ed'))
    findings.push(tell('key-ed25519-encrypted'));
  return { key, findings };
}

const JAVA_TYPES = new Set(['rsa', 'ec', 'dsa']);
const OIDS: Readonly<Record<string, string>> = {
  ed25519: '1.3.101.112',
  ed448: '1.3.101.113',
  'rsa-pss': '1.2.840.113549.1.1.10',
};

/** Elasticsearch looks at the first block alone; the parameters of a curve may stand before its key. */
const isKeyFirst = ({ material }: HostFile): boolean => /KEY|PARAMETERS/.test(material?.blocks[0]?.label ?? 'KEY');

function mismatch(certificate: HostFile, file: HostFile, chain: ShownPair['chain'], key: KeyObject): Finding {
  const other = chain.findIndex(({ x509 }) => x509.checkPrivateKey(key));
  const sameType = chain[0].x509.publicKey.asymmetricKeyType === key.asymmetricKeyType;
  return finding('key-mismatch', file.where, {
    says: sameType ? 'tls: private key does' : 'tls: private key type',
    detail:
      other > 0
        ? `it belongs to certificate ${other + 1} of ${certificate.path}`
        : `not the key of ${certificate.path}`,
  });
}
