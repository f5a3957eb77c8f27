import { isIP } from 'node:net';
import type { FoundCertificate } from '../../x509/read/certificate.js';
import { finding } from '../index.js';
import type { Finding } from '../types.js';
import { commonName } from './certificates.js';

/** Whether a certificate is valid for a host name or an address, as Go decides it (crypto/x509 VerifyHostname). */
export function holdsName({ names, x509 }: FoundCertificate, host: string): boolean {
  if (isIP(host) !== 0) return x509.checkIP(host) !== undefined;
  const wanted = host.toLowerCase().replace(/\.$/, '').split('.');
  return names.some(({ kind, value }) => {
    if (kind !== 'dns') return false;
    const labels = value.toLowerCase().split('.');
    return (
      labels.length === wanted.length &&
      labels.every((label, index) => label === wanted[index] || (index === 0 && label === '*'))
    );
  });
}

/** Judges whether a server may be called by the name that is dialled. A certificate without names is another rule's. */
export function judgeName(where: string, certificate: FoundCertificate, host: string, detail?: string): Finding[] {
  const held = certificate.names.filter(({ kind }) => kind === 'dns' || kind === 'ip');
  if (held.length === 0) return judgeCommonName(where, certificate, host);
  if (holdsName(certificate, host)) return [];
  const names = held.map(({ value }) => value).join(', ');
  const isAddress = isIP(host) !== 0;
  const says = isAddress && held.some(({ kind }) => kind === 'ip') ? 'x509: certificate is valid' : undefined;
  return [
    finding(isAddress ? 'address-not-in-san' : 'name-not-in-san', where, {
      says,
      values: { names, name: host },
      detail: `${host} is dialled, the certificate has ${names}${detail === undefined ? '' : `; ${detail}`}`,
    }),
  ];
}

/** Without a SAN, Elastic's loader, Java and OpenSSL compare the common name (elastic-agent-libs tlscommon/tls_config.go). */
function judgeCommonName(where: string, { x509 }: FoundCertificate, host: string): Finding[] {
  const name = commonName(x509.subject);
  if (name?.toLowerCase() === host.toLowerCase()) return [];
  const says = 'x509: certificate relies';
  const detail = `${host} is connected to, the certificate has no SAN${name === undefined ? '' : ` and the common name ${name}`}`;
  return [finding('name-not-in-san', where, { says, values: { name: host, names: name ?? '' }, detail })];
}
