import type { X509Certificate } from 'node:crypto';
import { type FoundCertificate, inspectCertificate } from '../x509/read/certificate.js';
import type { Identity, LinkEnds } from './ends.js';
import type { Authority } from './handshake/ends.js';

/** A moment at which the certificates of a link must be good or not. */
export interface ClockCheck {
  readonly case: 'valid-now' | 'before-validity' | 'after-validity';
  readonly expected: 'accept' | 'refuse';
  readonly outcome: 'accept' | 'refuse';
  readonly reason: string;
}

/**
 * Looks at notBefore and notAfter of everything both ends verify, leaf to authority (RFC 5280 section 6.1.3): now, a
 * second before the last of them begins, a second after the first of them ends. OpenSSL always takes the system's clock,
 * so this is no handshake.
 */
export function clockChecks({ client, server }: LinkEnds, now: Date): ClockCheck[] {
  const path = [
    ...pathOf(server.shows, client.trusts),
    ...(client.shows && server.clientAuth !== 'none' ? pathOf(client.shows, server.trusts) : []),
  ];
  const begin = Math.max(...path.map(({ validFrom }) => validFrom.getTime()));
  const end = Math.min(...path.map(({ validTo }) => validTo.getTime()));
  return [
    check('valid-now', 'accept', path, now.getTime()),
    check('before-validity', 'refuse', path, begin - 1000),
    check('after-validity', 'refuse', path, end + 1000),
  ];
}

/** What is shown, and the authority that it leads to. */
function pathOf({ chain }: Identity, trusts: readonly Authority[]): FoundCertificate[] {
  const last = chain.at(-1)!;
  const anchor = trusts.find(({ certificate }) => last.checkIssued(certificate));
  const path: readonly X509Certificate[] = anchor ? [...chain, anchor.certificate] : chain;
  return path.map(({ raw }) => inspectCertificate(raw));
}

function check(
  name: ClockCheck['case'],
  expected: ClockCheck['expected'],
  path: readonly FoundCertificate[],
  moment: number,
): ClockCheck {
  const early = path.find(({ validFrom }) => moment < validFrom.getTime());
  const late = path.find(({ validTo }) => moment > validTo.getTime());
  const at = new Date(moment).toISOString();
  const reason = early ? 'CERT_NOT_YET_VALID' : late ? 'CERT_HAS_EXPIRED' : 'valid';
  return { case: name, expected, outcome: early || late ? 'refuse' : 'accept', reason: `${reason} at ${at}` };
}
