import { formatStackVersion } from '../deployment/versions.js';
import { HOST_ROLES, type Plan, type PlannedCertificate, type PlannedHost } from '../plan/types.js';

/** Beyond this many hosts of one role only the first are listed. */
const LISTED_HOSTS = 20;

/** What `--dry-run` prints: authorities, links, then each bundle with its certificates and their names. */
export function planText(plan: Plan): string {
  const { deployment } = plan;
  return [
    `deployment ${deployment.name}: ${deployment.mode} TLS, Elastic Stack ${formatStackVersion(deployment.stackVersion)}`,
    '',
    'authorities',
    ...plan.authorities.map(
      (authority) =>
        `  ${authority.name.padEnd(9)} ${authority.keyType}, signs for ${authority.extendedKeyUsage.join(' and ')}, until ${day(authority.validity.notAfter)}`,
    ),
    '',
    'links',
    ...plan.links.map((link) => `  ${link.id.padEnd(30)} ${linkText(link)}`),
    '',
    'bundles',
    ...HOST_ROLES.flatMap((role) => bundleLines(plan.hosts.filter((host) => host.role === role))),
  ].join('\n');
}

function linkText(link: Plan['links'][number]): string {
  const server = `shows ${link.serverCertificate}, trusted by ${link.clientTrusts}`;
  return link.clientCertificate
    ? `${server}; client shows ${link.clientCertificate} (${link.clientAuth}), trusted by ${link.serverTrusts}`
    : `${server}; no client certificate`;
}

function bundleLines(hosts: readonly PlannedHost[]): string[] {
  const lines = hosts
    .slice(0, LISTED_HOSTS)
    .flatMap((host) => [
      `  ${host.id}.zip -> ${host.targetDir}`,
      `    trusts ${host.authorities.join(', ') || 'nobody'}`,
      ...host.certificates.map((certificate) => `    ${certificateText(certificate)}`),
    ]);
  const more = hosts.length - LISTED_HOSTS;
  return more > 0 ? [...lines, `  and ${more} more like the last`] : lines;
}

function certificateText(certificate: PlannedCertificate): string {
  const names = certificate.subjectAltNames.map((san) => san.value).join(', ');
  const key =
    certificate.passphrase === 'none' ? 'plain key' : `key encrypted, passphrase ${passphraseText(certificate)}`;
  return `${certificate.name} by ${certificate.authority}: ${names}; ${certificate.keyType}, ${key}, until ${day(certificate.validity.notAfter)}`;
}

function passphraseText(certificate: PlannedCertificate): string {
  return certificate.passphrase === 'generate' ? 'generated' : 'as given';
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
