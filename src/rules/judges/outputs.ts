import type { ClientEnd } from '../../setup/ends.js';
import type { Output } from '../../setup/fleet.js';
import { isLoopback, urlIn } from '../../setup/urls.js';
import { finding } from '../index.js';
import type { Finding } from '../types.js';
import { isFingerprint } from './values.js';

/** Judges an output of Fleet by itself. */
export function judgeOutput({ file, hosts, authorities, trustedFingerprint, verificationMode }: Output): Finding[] {
  const urls = hosts.map(urlIn).filter((url) => url !== undefined);
  const local = urls.find(({ host }) => isLoopback(host));
  const plain = urls.find(({ scheme, host }) => scheme === 'http' && !isLoopback(host));
  const needsTrust = urls.some(({ scheme, host }) => scheme === 'https' && !isLoopback(host));
  const hasTrust = authorities.length > 0 || trustedFingerprint !== undefined || verificationMode === 'none';
  const isMalformed = trustedFingerprint !== undefined && !isFingerprint(trustedFingerprint);
  return [
    ...(local ? [finding('output-localhost', `${file}: hosts`, { detail: local.host })] : []),
    ...(plain ? [finding('output-not-https', `${file}: hosts`, { detail: plain.host })] : []),
    ...(needsTrust && !hasTrust ? [finding('output-authorities-missing', file)] : []),
    ...(isMalformed ? [finding('trusted-fingerprint-malformed', `${file}: ssl.ca_trusted_fingerprint`)] : []),
  ];
}

/** Judges the CAs that agents and Fleet Servers trust for the same Elasticsearch. */
export function judgeOutputTrust(clients: readonly ClientEnd[]): Finding[] {
  const of = (link: ClientEnd['link']) => clients.filter((client) => client.link === link && client.trust);
  const servers = of('fleet-server-to-elasticsearch');
  const known = new Set(servers.flatMap(({ trust }) => trust!.anchors.map(({ x509 }) => x509.fingerprint256)));
  if (known.size === 0) return [];
  return of('agent-to-elasticsearch')
    .filter(({ trust }) => !trust!.anchors.some(({ x509 }) => known.has(x509.fingerprint256)))
    .map(({ trust }) => finding('output-authority-differs', trust!.where));
}
