import type { NamedFile, Reader } from '../../setup/pairs.js';
import type { Details } from '../../setup/remark.js';
import type { Loaded } from '../../x509/read/load.js';
import type { Material } from '../../x509/read/material.js';
import type { RuleId } from '../index.js';
import type { Finding } from '../types.js';

export type Tell = (rule: RuleId, details?: Details) => Finding[];

/** A file that should hold certificates, and what its program makes of it. */
interface CertificateFile {
  readonly use: 'authorities' | 'certificate';
  readonly content: Buffer;
  readonly material: Material;
  readonly loaded: Loaded;
}

const WITHOUT = {
  authorities: 'authority-unreadable',
  certificate: 'certificate-file-without-certificate',
} as const satisfies Record<CertificateFile['use'], RuleId>;

/** How the message begins that Elastic Agent prints about any file of CAs that it does not accept. */
const CA_REFUSED = 'file is not a certificate';

type Judge = (file: CertificateFile, tell: Tell) => Finding[];

/** A certificate file by what each program's loader decides, not by what OpenSSL would read. */
const JUDGES: Readonly<Record<Reader['program'], Judge>> = {
  'elastic-agent': judgeForGo,
  'fleet-server': judgeForGo,
  elasticsearch: judgeForElasticsearch,
  kibana: judgeForNode,
};

export function judgeCertificateFile(
  { material, loaded, reader }: NamedFile,
  use: CertificateFile['use'],
  content: Buffer,
  tell: Tell,
): Finding[] {
  if (material === undefined || loaded === undefined) return [];
  const says = use === 'authorities' ? CA_REFUSED : content.length === 0 ? 'no PEM' : 'no pem';
  if (material.format === 'empty' || content.toString('latin1').trim() === '') return tell('file-empty', { says });
  if (material.format === 'UTF-16 text') return tell('file-encoding', { says, detail: 'UTF-16' });
  return [
    ...JUDGES[reader.program]({ use, content, material, loaded }, tell),
    ...(loaded.unread > 0 && loaded.refusal === undefined ? tell('certificate-not-judged') : []),
  ];
}

function judgeForGo(file: CertificateFile, tell: Tell): Finding[] {
  const { use, content, loaded } = file;
  const { refusal, skipped, labels } = loaded;
  if (isNothing(loaded) && skipped.length === 0) return judgeNothingForGo(file, tell);
  const words = use === 'authorities' ? { says: CA_REFUSED } : { text: refusal };
  if (refusal !== undefined) return tell('certificate-refused', { ...words, detail: refusal });
  const marks = content.toString('latin1').match(/-----BEGIN ([A-Z0-9]+ )?CERTIFICATE-----/g) ?? [];
  const unseen = marks.length - labels.filter((label) => label.endsWith('CERTIFICATE')).length;
  const lost = unseen > 0 ? [`${unseen} of ${marks.length} PEM blocks cannot be read`] : [];
  const reasons = [...new Set(skipped), ...lost];
  return reasons.length > 0 ? tell('certificate-skipped', { detail: reasons.join('; ') }) : [];
}

const isNothing = ({ certificates, unread }: Loaded): boolean => certificates.length + unread === 0;

function judgeNothingForGo({ use, content, material, loaded }: CertificateFile, tell: Tell): Finding[] {
  const { format, byteOrderMark, damaged, blocks } = material;
  const words: Details = use === 'authorities' ? { says: CA_REFUSED } : { text: loaded.refusal };
  if (byteOrderMark && blocks.length > 0) return tell('file-encoding', { ...words, detail: 'a byte order mark' });
  if (FOREIGN.has(format)) return tell('file-not-pem', { ...words, detail: format });
  const framing = framingProblem(content.toString('latin1'), loaded);
  if (framing !== undefined) return tell('pem-framing', { ...words, detail: framing });
  if (damaged.length > 0) return tell('pem-damaged', { ...words, detail: damaged.join(', ') });
  return tell(WITHOUT[use], { ...words, detail: described(material) });
}

function judgeForElasticsearch({ use, material, loaded }: CertificateFile, tell: Tell): Finding[] {
  const { refusal, labels, certificates } = loaded;
  if (STORES.has(material.format)) return tell('file-not-pem', { detail: material.format });
  if (refusal !== undefined) {
    const other = labels.find((label) => !label.endsWith('CERTIFICATE'));
    const detail = other === undefined ? refusal : `${refusal}; the file holds a block ${other}`;
    return tell('certificate-refused', { values: { message: refusal }, detail });
  }
  if (isNothing(loaded)) return tell(WITHOUT[use], { detail: described(material) });
  const isLinked = certificates.every(({ issuer }, index) => {
    const next = certificates[index + 1];
    return next === undefined || next.subject.toLowerCase() === issuer.toLowerCase();
  });
  const isOnce = new Set(certificates.map(({ x509 }) => x509.fingerprint256)).size === certificates.length;
  return use === 'certificate' && !(isLinked && isOnce) ? tell('es-chain-not-linked') : [];
}

/** OpenSSL reads what it can and stops at the first damage. */
function judgeForNode({ use, material, loaded }: CertificateFile, tell: Tell): Finding[] {
  if (FOREIGN.has(material.format)) return tell('file-not-pem', { detail: material.format });
  if (material.damaged.length > 0) return tell('pem-damaged', { detail: material.damaged.join(', ') });
  return isNothing(loaded) ? tell(WITHOUT[use], { detail: described(material) }) : [];
}

const FOREIGN = new Set(['DER certificate', 'DER private key', 'PKCS#7', 'PKCS#12', 'Java keystore', 'binary']);
const STORES = new Set(['PKCS#12', 'Java keystore']);

/** Marks that a person sees and Go does not, by what is wrong with them (encoding/pem pem.go:76-194). */
const FRAMINGS: readonly (readonly [RegExp, string])[] = [
  [/-----END [^\r\n]*-----[ \t]*-----BEGIN /, 'END and BEGIN stand on one line'],
  [/^[ \t]+-----BEGIN /m, 'white space stands before a mark'],
  [/^[^-\s][^\r\n]*-----BEGIN /m, 'something stands before a mark on its line'],
  [/-----BEGIN [^\r\n]*-----(\\r)?\\n/, 'line ends are written as \\n'],
  [/-----BEGIN [^-\r\n]*-----[ \t]*[^\s-]/, 'something follows a mark on its line'],
  [/-----BEGIN [^\n]*\r(?!\n)/, 'lines end with a carriage return alone'],
  [/-----BEGIN (X509|TRUSTED) CERTIFICATE-----/, 'the label is not CERTIFICATE'],
];

function framingProblem(text: string, { labels }: Loaded): string | undefined {
  if (labels.includes('CERTIFICATE') || !/-----BEGIN ([A-Z0-9]+ )?CERTIFICATE-----/.test(text)) return undefined;
  return FRAMINGS.find(([form]) => form.test(text))?.[1];
}

/** What a file is instead of what it should be. */
export function described({ format, blocks }: Material): string {
  if (format === 'text') return 'it is a text without PEM marks, perhaps a passphrase';
  return `it holds ${[...new Set(blocks.map(({ label }) => label))].join(' and ')}`;
}
