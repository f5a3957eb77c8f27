import type { Platform } from '../deployment/types.js';
import {
  AUTHORITY_NAMES,
  type AuthorityName,
  type CertificateName,
  type Plan,
  type PlannedHost,
} from '../plan/types.js';
import { quoteEnvFile, quotePosix, quotePowerShell } from '../text/quote.js';
import { INSTALL_FLAGS, isKnownTo } from './flags.js';
import { fileName, hostPath, keyPairPaths } from './paths.js';

/** What stands in a command until somebody fills it in. */
export const PLACEHOLDERS = {
  serviceToken: 'FLEET-SERVER-SERVICE-TOKEN',
  fleetPolicy: 'FLEET-SERVER-POLICY-ID',
  enrollmentToken: 'ENROLLMENT-TOKEN',
} as const;

/**
 * The words of a host's install command, in the order of the table of flags; none for Elasticsearch and Kibana. A flag
 * that the stack version lacks is left out: what needs it was refused with the deployment.
 */
export function installWords(plan: Plan, host: PlannedHost): string[] {
  const values = valuesFor(plan, host);
  if (values.size === 0) return [];
  return ['elastic-agent', 'install', ...knownFlags(plan, values).map(({ flag, value }) => `--${flag.name}=${value}`)];
}

/** The install command as somebody would type it, in the language of the host's shell; empty for Elasticsearch and Kibana. */
export function printedCommand(plan: Plan, host: PlannedHost): string {
  const [program, verb, ...flags] = installWords(plan, host);
  return program === undefined ? '' : PRINTED[host.platform]([program, verb!], flags);
}

const onPosix: Printed = (command, flags) => ['sudo', ...command].join(' ').concat(...flags.map(continued));
const continued = (flag: string): string => ` \\\n  ${quotePosix(flag)}`;

type Printed = (command: readonly [string, string], flags: readonly string[]) => string;
const PRINTED: Readonly<Record<Platform, Printed>> = {
  linux: onPosix,
  macos: onPosix,
  // Quoted whole, because PowerShell makes a list of what has a comma in it.
  windows: ([program, verb], flags) =>
    `.\\${program}.exe ${verb}`.concat(...flags.map((flag) => ` \`\n  ${quotePowerShell(flag)}`)),
  // Its flags are in the environment that compose.yml names.
  container: () => 'docker compose up -d',
};

/** A container's environment file, instead of a command. */
export function renderContainerEnv(plan: Plan, host: PlannedHost): string {
  const known = knownFlags(plan, valuesFor(plan, host));
  const variables = known.flatMap(({ flag, value }) =>
    flag.variables ? [`${flag.variables[0]}=${quoteEnvFile(value)}`] : [],
  );
  return [
    '# Elastic Agent reads these at every start: they must stay set for the life of the container.',
    ...(known.some(({ flag }) => flag.name === 'elastic-agent-cert-key')
      ? ['# The key is not encrypted, because there is no variable for its passphrase.']
      : []),
    'FLEET_ENROLL=1',
    ...variables,
    '',
  ].join('\n');
}

function knownFlags({ deployment }: Plan, values: ReadonlyMap<string, string>) {
  return INSTALL_FLAGS.flatMap((flag) => {
    const value = values.get(flag.name);
    return value !== undefined && isKnownTo(deployment.stackVersion, flag) ? [{ flag, value }] : [];
  });
}

/** Values by the name of their flag. */
function valuesFor(plan: Plan, host: PlannedHost): ReadonlyMap<string, string> {
  if (host.role === 'agent') {
    return new Map([...agentValues(plan, host), ['enrollment-token', PLACEHOLDERS.enrollmentToken]]);
  }
  if (host.role === 'fleet-server') return new Map([...agentValues(plan, host), ...fleetServerValues(plan, host)]);
  return new Map();
}

type Values = [flag: string, value: string][];

/** What every agent says: where Fleet Server is, whom it trusts there, what it shows. */
function agentValues(plan: Plan, host: PlannedHost): Values {
  // A Fleet Server's own agent dials its own URL. Fleet tells all agents the other URLs.
  const { url } = host.role === 'fleet-server' ? host.endpoint! : plan.deployment.fleetServers[0]!;
  const links = plan.links.filter((link) => link.server === 'fleet-server');
  const trusted = new Set<AuthorityName | undefined>([
    ...links.filter((link) => link.client === host.role).map((link) => link.clientTrusts),
    // The same flag says by whom Fleet Server recognises agents (application/enroll/enroll.go:375).
    ...links.filter((link) => link.server === host.role).map((link) => link.serverTrusts),
  ]);
  const authorities = AUTHORITY_NAMES.filter((name) => trusted.has(name)).map((name) => hostPath(host, fileName(name)));
  const shown = links.find((link) => link.client === host.role)?.clientCertificate;
  return [
    ['url', url],
    ['certificate-authorities', authorities.join(',')],
    ...(shown ? keyPairValues(host, 'elastic-agent-cert', shown) : []),
  ];
}

/** What makes a Fleet Server of the agent: its Elasticsearch, and what it shows to agents and asks of them. */
function fleetServerValues({ deployment, links }: Plan, host: PlannedHost): Values {
  const toElasticsearch = links.find((link) => link.id === 'fleet-server-to-elasticsearch')!;
  const fromAgents = links.find((link) => link.id === 'agent-to-fleet-server')!;
  const shownThere = toElasticsearch.clientCertificate;
  return [
    ['fleet-server-es', deployment.elasticsearch[0]!.url],
    ['fleet-server-es-ca', hostPath(host, fileName(toElasticsearch.clientTrusts))],
    ...(shownThere ? keyPairValues(host, 'fleet-server-es-cert', shownThere) : []),
    ...keyPairValues(host, 'fleet-server-cert', fromAgents.serverCertificate),
    ...(fromAgents.clientAuth === 'none'
      ? []
      : [['fleet-server-client-auth', fromAgents.clientAuth] as Values[number]]),
    ['fleet-server-service-token', PLACEHOLDERS.serviceToken],
    ['fleet-server-policy', deployment.fleetPolicy ?? PLACEHOLDERS.fleetPolicy],
    ['fleet-server-port', String(deployment.fleetPort)],
  ];
}

/** Certificate, key and passphrase: three flags of one beginning. */
function keyPairValues(host: PlannedHost, flag: string, name: CertificateName): Values {
  const planned = host.certificates.find((certificate) => certificate.name === name);
  if (!planned) return [];
  const { certificate, key, passphrase } = keyPairPaths(host, name, planned.passphrase !== 'none');
  return [
    [flag, certificate],
    [`${flag}-key`, key],
    ...(passphrase === undefined ? [] : [[`${flag}-key-passphrase`, passphrase] as Values[number]]),
  ];
}
