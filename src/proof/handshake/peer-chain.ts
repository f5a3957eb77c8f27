import type { TLSSocket } from 'node:tls';

/** What the other end sent, in DER, as far as it leads on from its own certificate. */
export function peerChain(socket: TLSSocket): Buffer[] {
  const chain: Buffer[] = [];
  for (
    let certificate = socket.getPeerCertificate(true);
    certificate?.raw && !chain.some((known) => known.equals(certificate.raw));
    certificate = certificate.issuerCertificate
  ) {
    chain.push(certificate.raw);
  }
  return chain;
}
