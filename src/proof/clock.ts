import type { X509Certificate } from 'node:crypto';
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
  const begin = Math.max(...path.map((certificate) => Date.parse(certificate.validFrom)));
  const end = Math.min(...path.map((certificate) => Date.parse(certificate.validTo)));
  return [
    check('valid-now', 'accept', path, now.getTime()),
    check('before-validity', 'refuse', path, begin - 1000),
    check('after-validity', 'refuse', path, end + 1000),
  ];
}

/** What is shown, and the authority that it leads to. */
function pathOf({ chain }: Identity, trusts: readonly Authority[]): X509Certificate[] {
  const last = chain.at(-1)!;
  const anchor = trusts.find(({ certificate }) => last.checkIssued(certificate));
  return anchor ? [...chain, anchor.certificate] : [...chain];
}

function check(
  name: ClockCheck['case'],
  expected: ClockCheck['expected'],
  path: readonly X509Certificate[],
  moment: number,
): ClockCheck {
  const early = path.find((certificate) => moment < Date.parse(certificate.validFrom));
  const late = path.find((certificate) => moment > Date.parse(certificate.validTo));
  const at = new Date(moment).toISOString();
  const reason = early ? 'CERT_NOT_YET_VALID' : late ? 'CERT_HAS_EXPIRED' : 'valid';
  return { case: name, expected, outcome: early || late ? 'refuse' : 'accept', reason: `${reason} at ${at}` };
}
