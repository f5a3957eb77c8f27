import type { Reader } from '../../setup/pairs.js';
import type { FoundCertificate } from '../../x509/read/certificate.js';
import { readAsGo } from '../../x509/read/go/certificate.js';
import { readAsJava } from '../../x509/read/java/certificate.js';
import { finding } from '../index.js';
import type { Finding } from '../types.js';

type Receiver = Reader['program'];

/** What a program says when its peer presents a certificate that it cannot read; undefined where it can. */
type Read = (der: Buffer) => string | undefined;

const GO_PEERS = { server: 'certificate from server', client: 'client certificate' } as const;

/** What Go says about a certificate that its peer sends (crypto/tls handshake_client.go, handshake_server.go). */
export function goReception(der: Buffer, peer: 'server' | 'client'): string | undefined {
  const verdict = readAsGo(der);
  return 'refusal' in verdict ? `tls: failed to parse ${GO_PEERS[peer]}: ${verdict.refusal}` : undefined;
}

const readByGo =
  (peer: 'server' | 'client'): Read =>
  (der) =>
    goReception(der, peer);

const READERS: Readonly<Record<Receiver, (peer: 'server' | 'client') => Read>> = {
  'elastic-agent': readByGo,
  'fleet-server': readByGo,
  elasticsearch: () => readAsJava,
  // OpenSSL, like this program.
  kibana: () => () => undefined,
};

/** A certificate is judged for each of its receivers, and a deployment has many. */
const KNOWN = new WeakMap<FoundCertificate, Map<string, string | undefined>>();

function said(certificate: FoundCertificate, program: Receiver, peer: 'server' | 'client'): string | undefined {
  const known = KNOWN.get(certificate) ?? new Map<string, string | undefined>();
  KNOWN.set(certificate, known);
  const question = `${program} ${peer}`;
  if (!known.has(question)) known.set(question, READERS[program](peer)(certificate.x509.raw));
  return known.get(question);
}

/** Judges whether a program can read what its peer presents: Go and Java are stricter than the peer may be. */
export function judgeReceived(
  { where, chain }: { readonly where: string; readonly chain: readonly FoundCertificate[] },
  program: Receiver,
  peer: 'server' | 'client',
): Finding[] {
  const reasons = chain.map((certificate) => said(certificate, program, peer)).filter((reason) => reason !== undefined);
  return [...new Set(reasons)].map((text) => finding('certificate-refused', where, { program, text, detail: text }));
}
