import { formatStackVersion } from '../deployment/versions.js';
import { HOST_ROLES, type Link, type Plan, type PlannedCertificate, type PlannedHost } from '../plan/types.js';

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
    ...plan.links.flatMap(linkLines),
    '',
    'bundles',
    ...HOST_ROLES.flatMap((role) => bundleLines(plan.hosts.filter((host) => host.role === role))),
  ].join('\n');
}

function linkLines(link: Link): string[] {
  return [
    `  ${link.id}`,
    `    server shows ${link.serverCertificate}, client trusts ${link.clientTrusts}`,
    link.clientCertificate
      ? `    client shows ${link.clientCertificate} (${link.clientAuth}), server trusts ${link.serverTrusts}`
      : '    client shows no certificate',
  ];
}

function bundleLines(hosts: readonly PlannedHost[]): string[] {
  const lines = hosts
    .slice(0, LISTED_HOSTS)
    .flatMap((host) => [
      `  ${host.id}.zip -> ${host.targetDir}`,
      `    trusts ${host.authorities.join(', ') || 'nobody'}`,
      ...host.certificates.flatMap(certificateLines),
    ]);
  const more = hosts.length - LISTED_HOSTS;
  return more > 0 ? [...lines, `  and ${more} more like the last`] : lines;
}

function certificateLines(certificate: PlannedCertificate): string[] {
  const names = certificate.subjectAltNames.map((san) => san.value).join(', ');
  return [
    `    ${certificate.name} by ${certificate.authority}, ${certificate.keyType}, until ${day(certificate.validity.notAfter)}, ${keyText(certificate)}`,
    `      for ${names}`,
  ];
}

function keyText({ passphrase }: PlannedCertificate): string {
  if (passphrase === 'none') return 'plain key';
  return passphrase === 'generate' ? 'key encrypted (generated)' : 'key encrypted (given)';
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
