import { type FoundCertificate, inspectCertificate } from './certificate.js';
import { readAsGo } from './go/certificate.js';
import { goBlocks } from './go/pem.js';
import { readAsJava } from './java/certificate.js';
import { javaBlocks } from './java/pem.js';
import { certificatesInPkcs7 } from './java/pkcs7.js';
import { nodeCertificates } from './node-pem.js';

/** What one program makes of a file of certificates. */
export interface Loaded {
  /** Those that it uses, in order, as far as this program can read them too. */
  readonly certificates: readonly FoundCertificate[];
  /** How many of those that it uses this program cannot read: OpenSSL minds what Java does not. */
  readonly unread: number;
  /** Labels of the blocks that it finds, whatever they are; none for DER. */
  readonly labels: readonly string[];
  /** Why it leaves certificates out, in its own words; it does so silently. */
  readonly skipped: readonly string[];
  /** Why it does not take the file, in its own words; Java has none for a file without any block. */
  readonly refusal?: string;
}

/** Whose TLS library: Elastic Agent and Fleet Server are Go, Elasticsearch is Java, Kibana is Node. */
export type Loader = 'go' | 'java' | 'node';

/** What a program makes of the content of a file. */
export function load(loader: Loader, use: 'authorities' | 'certificate', content: Buffer): Loaded {
  if (loader === 'java') return loadAsElasticsearch(content);
  if (loader === 'node') return loadAsNode(content);
  return use === 'authorities' ? loadAuthoritiesAsGo(content) : loadChainAsGo(content);
}

/** In a list of CAs Go passes over a block with header lines, whatever is in it. */
const HAS_HEADERS = { refusal: 'the block has header lines' } as const;

/** What Go makes of a file of CA certificates (crypto/x509 cert_pool.go AppendCertsFromPEM). */
export function loadAuthoritiesAsGo(content: Buffer): Loaded {
  const blocks = goBlocks(content.toString('latin1'));
  const verdicts = blocks
    .filter(({ label }) => label === 'CERTIFICATE')
    .map(({ der, headers }) => ({ der, verdict: headers.size > 0 ? HAS_HEADERS : readAsGo(der) }));
  const skipped = verdicts.flatMap(({ verdict }) => ('refusal' in verdict ? [verdict.refusal] : []));
  const used = verdicts.filter(({ verdict }) => !('refusal' in verdict)).map(({ der }) => der);
  return {
    ...inspected(used),
    labels: blocks.map(({ label }) => label),
    skipped,
    ...(used.length === 0 && skipped.length > 0 && { refusal: skipped[0]! }),
  };
}

/** What a handshake of Go can be signed with (crypto/tls tls.go X509KeyPair). */
const SIGNING_KEYS: ReadonlySet<string> = new Set(['RSA', 'EC', 'Ed25519']);

/** What Go makes of a certificate that it presents: only the first one is looked at, the others are sent as they are. */
export function loadChainAsGo(content: Buffer): Loaded {
  const text = content.toString('latin1');
  const blocks = goBlocks(text);
  // A key that does not open without a passphrase is dropped (elastic-agent-libs transport/tlscommon/tls.go:110-137).
  const kept = blocks.filter(({ label, headers }) => label !== 'ENCRYPTED PRIVATE KEY' && !headers.has('DEK-Info'));
  const labels = kept.map(({ label }) => label);
  const ders = kept.filter(({ label }) => label === 'CERTIFICATE').map(({ der }) => der);
  const [leaf] = ders;
  const refusal = leaf ? leafRefusal(leaf) : withoutCertificate(text, blocks.length, labels);
  return { ...inspected(ders), labels, skipped: [], ...(refusal !== undefined && { refusal }) };
}

function leafRefusal(der: Buffer): string | undefined {
  const verdict = readAsGo(der);
  if ('refusal' in verdict) return verdict.refusal;
  return SIGNING_KEYS.has(verdict.key) ? undefined : 'tls: unknown public key algorithm';
}

/** The loader looks for a further block as long as anything is left, and says which search was in vain. */
function withoutCertificate(text: string, found: number, labels: readonly string[]): string {
  const isRead = text === '' || (found > 0 && /-----END [^\n]*-----[ \t\r]*\n?$/.test(text));
  if (labels.length === 0) return isRead ? 'no PEM blocks' : 'no pem file';
  return labels.length === 1 && labels[0]!.endsWith('PRIVATE KEY')
    ? 'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched'
    : `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [${labels.join(' ')}]`;
}

/** What Elasticsearch makes of a file of certificates, whatever they are for (PemUtils.readCertificates). */
export function loadAsElasticsearch(content: Buffer): Loaded {
  const { blocks, refusal } = javaBlocks(content);
  const [first] = blocks;
  const enclosed = first && certificatesInPkcs7(first.der);
  const ders = enclosed ?? blocks.map(({ der }) => der);
  const found = { labels: blocks.flatMap(({ label }) => label ?? []), skipped: [] };
  // PKCS#7 is a file by itself; of anything else, certificates before the damage are read before it is met.
  const refused = ders.map(readAsJava).find((one) => one !== undefined) ?? (enclosed ? undefined : refusal);
  return { ...found, ...inspected(ders), ...(refused !== undefined && { refusal: refused }) };
}

/** Node hands the text to OpenSSL, which says nothing about what it does not find. */
function loadAsNode(content: Buffer): Loaded {
  return { ...inspected(nodeCertificates(content)), labels: [], skipped: [] };
}

function inspected(ders: readonly Buffer[]): Pick<Loaded, 'certificates' | 'unread'> {
  const certificates = ders.flatMap((der) => {
    try {
      return [inspectCertificate(der)];
    } catch {
      return [];
    }
  });
  return { certificates, unread: ders.length - certificates.length };
}
