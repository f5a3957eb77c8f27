import type { ClientEnd, Link } from '../../setup/ends.js';
import { listOf } from '../../setup/paths.js';
import { labelOf, type Setup, textOf } from '../../setup/setup.js';
import type { FoundCertificate } from '../../x509/read/certificate.js';
import { publicKeyPin, sha256Fingerprint } from '../../x509/write/fingerprint.js';
import { finding } from '../index.js';
import type { Finding } from '../types.js';
import { isFingerprint, isPin } from './values.js';

/** Judges the fingerprint that a client trusts by all that the servers it connects to send. */
export function judgeTrustedFingerprint(client: ClientEnd, links: readonly Link[]): Finding[] {
  if (client.trustedFingerprint === undefined) return [];
  const { where, value } = client.trustedFingerprint;
  if (!isFingerprint(value)) return [finding('trusted-fingerprint-malformed', where)];
  const sent = links.filter((link) => link.client === client).flatMap(({ server }) => server.presented?.chain ?? []);
  return judgeFingerprint(where, value, sent.length > 0 ? sent : undefined, client.trust?.anchors ?? []);
}

/** Judges the pins of a command by all that can be in the verified chain: what is listed, and what is sent. */
export function judgeCaPins(setup: Setup, clients: readonly ClientEnd[], links: readonly Link[]): Finding[] {
  const pins = listOf(textOf(setup, 'ca-sha256') ?? '');
  if (!pins.some(isPin)) return [];
  const own = clients.filter((client) => client.setup === setup && client.link.endsWith('agent-to-fleet-server'));
  const seen = [
    ...own.flatMap(({ trust }) => trust?.anchors ?? []),
    ...links.filter(({ client }) => own.includes(client)).flatMap(({ server }) => server.presented?.chain ?? []),
  ];
  return judgePins(labelOf(setup, 'ca-sha256'), pins, seen);
}

/** Judges `--ca-sha256` by everything that can be in the verified chain (elastic-agent-libs tlscommon/ca_pinning.go). */
function judgePins(where: string, pins: readonly string[], seen: readonly FoundCertificate[]): Finding[] {
  const known = new Set(seen.map(({ spki }) => publicKeyPin(spki)));
  return seen.length === 0 || pins.some((pin) => known.has(pin)) ? [] : [finding('ca-pin-mismatch', where)];
}

/** Judges a trusted fingerprint by what Elasticsearch sends, or by the file of authorities where that is not known. */
function judgeFingerprint(
  where: string,
  fingerprint: string,
  sent: readonly FoundCertificate[] | undefined,
  others: readonly FoundCertificate[],
): Finding[] {
  const is = ({ x509 }: FoundCertificate) => sha256Fingerprint(x509.raw) === fingerprint.toLowerCase();
  if ([...(sent ?? []), ...others].some((one) => is(one) && !one.ca))
    return [finding('trusted-fingerprint-of-leaf', where)];
  return sent === undefined || sent.some((one) => is(one) && one.ca)
    ? []
    : [finding('trusted-fingerprint-not-in-chain', where, { values: { fingerprint } })];
}
