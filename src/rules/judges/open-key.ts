import type { KeyObject } from 'node:crypto';
import {
  isSpoiled,
  type NamedFile,
  type NamedPair,
  type Opening,
  type Passphrase,
  type Reader,
  secretOf,
} from '../../setup/pairs.js';
import type { Details } from '../../setup/remark.js';
import { OIDS } from '../../x509/oids.js';
import type { FoundEncryption, FoundKey } from '../../x509/read/key.js';
import { finding, type RuleId } from '../index.js';
import type { Finding, JudgeOptions } from '../types.js';
import { brokenKeyRules, describeEncryption } from './keys.js';

interface Question {
  readonly found: FoundKey;
  /** Absent where the program could not open it either. */
  readonly key: KeyObject | undefined;
  readonly unsupported: boolean;
  readonly passphrase: Passphrase;
  readonly reader: Reader;
  readonly fips: boolean;
  readonly by: Opening;
  /** What names the passphrase, or else the key. */
  readonly passphraseWhere: string;
  readonly tell: (rule: RuleId, details?: Details) => Finding;
}

/** Judges what the program of a pair would not open. A file without a key is another rule's. */
export function judgeKey(pair: NamedPair, { fips, stackVersion }: JudgeOptions): Finding[] {
  const { key: file, opened: key, unsupported, passphrase, reader } = pair;
  const [found] = file?.material?.keys ?? [];
  if (file === undefined || found === undefined) return [];
  const question: Question = {
    found,
    key,
    unsupported: unsupported ?? false,
    passphrase,
    reader,
    fips,
    by: { program: reader.program, version: stackVersion },
    passphraseWhere: passphrase.kind === 'file' ? passphrase.file.where : file.where,
    tell: (rule, details = {}) =>
      finding(rule, file.where, {
        program: reader.program,
        ...details,
        values: { path: file.path, ...details.values },
      }),
  };
  return [
    ...(reader.program === 'elasticsearch' && !isKeyFirst(file) ? [question.tell('key-not-first')] : []),
    ...(found.encryption === undefined ? judgePlain(question) : judgeEncrypted(question, found.encryption)),
    ...(key ? judgeType(question, key) : []),
    ...(unsupported && brokenKeyRules(found, reader).length === 0 ? [question.tell('identity-unusable')] : []),
  ];
}

/** Elasticsearch looks at the first block alone; the parameters of a curve may stand before its key. */
const isKeyFirst = ({ material }: NamedFile): boolean => /KEY|PARAMETERS/.test(material?.blocks[0]?.label ?? 'KEY');

function judgePlain({ key, passphrase, passphraseWhere, tell }: Question): Finding[] {
  const isUnused = passphrase.kind === 'file' || passphrase.kind === 'text';
  return [...(isUnused ? [finding('passphrase-unused', passphraseWhere)] : []), ...(key ? [] : [tell('pem-damaged')])];
}

function judgeEncrypted(question: Question, encryption: FoundEncryption): Finding[] {
  const { found, key, unsupported, passphrase, reader, fips, by, passphraseWhere, tell } = question;
  const isLegacy = encryption.scheme === 'DEK-Info';
  const broken = brokenKeyRules(found, reader);
  const secret = secretOf(passphrase);
  const isWrong = secret !== undefined && reader.program === 'elasticsearch' && !isPrintable(secret);
  const findings = [
    ...broken.map((rule) => tell(rule, { detail: describeEncryption(encryption) })),
    ...(fips ? [tell('fips-key-encrypted', { says: isLegacy ? 'encrypted PKCS#1' : 'encrypted private' })] : []),
    ...(passphrase.kind === 'missing' ? [tell(passphrase.rule)] : []),
    ...(isWrong ? [tell('passphrase-not-ascii')] : []),
  ];
  // An empty file or a spoiled one was reported by itself: the bytes as they are open nothing.
  if (key || secret === undefined || secret.length === 0 || isSpoiled(secret, by)) return findings;
  // What OpenSSL does not know either says nothing about the passphrase.
  if (unsupported || broken.some((rule) => UNOPENED.has(rule))) return findings;
  const details = { program: reader.program, ...(isLegacy && { says: 'x509:' }) };
  return [...findings, finding('passphrase-wrong', passphraseWhere, details)];
}

const UNOPENED: ReadonlySet<RuleId> = new Set(['key-encryption-unsupported', 'key-headers-around-pkcs8']);

const isPrintable = (secret: Buffer): boolean => /^[ -~]*$/.test(secret.toString('latin1'));

const JAVA_TYPES = new Set(['rsa', 'ec', 'dsa']);
const KEY_OIDS: Readonly<Record<string, string>> = {
  ed25519: OIDS.Ed25519,
  ed448: OIDS.Ed448,
  'rsa-pss': OIDS['RSASSA-PSS'],
};

function judgeType({ found, reader, tell }: Question, { asymmetricKeyType }: KeyObject): Finding[] {
  const type: string = asymmetricKeyType ?? 'unknown';
  if (reader.program === 'elasticsearch') {
    return JAVA_TYPES.has(type) ? [] : [tell('key-algorithm-unsupported', { values: { oid: KEY_OIDS[type] ?? type } })];
  }
  return found.encryption && type.startsWith('ed') ? [tell('key-ed25519-encrypted')] : [];
}
