import { isIP } from 'node:net';
import type { Endpoint, Platform } from '../deployment/types.js';
import { fileName, hostPath } from '../elastic/paths.js';
import type { HostRole, Link, Plan, PlannedHost } from '../plan/types.js';
import { quotePosix, quotePowerShell } from '../text/quote.js';

/** A command that shows whether one connection of a host works. */
export interface Check {
  readonly what: string;
  readonly language: 'sh' | 'powershell';
  readonly command: string;
}

const SERVER_NAMES: Readonly<Partial<Record<HostRole, string>>> = {
  'fleet-server': 'Fleet Server',
  elasticsearch: 'Elasticsearch',
};

/** One handshake for each server this host dials, with the files it was given; then what the agent says itself. */
export function checksOf(plan: Plan, host: PlannedHost): Check[] {
  if (host.role === 'elasticsearch') return [selfCheck(plan, host)];
  const links = plan.links.filter((link) => link.client === host.role);
  const dialled = links.flatMap((link) =>
    serversOf(plan, link).map((server) => ({
      what: `${SERVER_NAMES[link.server]} at \`${server.url}\`${SIGNS[host.platform]}:`,
      ...(host.platform === 'windows' ? reachable(server) : handshake(host, link, server)),
    })),
  );
  return host.role === 'kibana' ? dialled : [...dialled, STATUS[host.platform]];
}

/** What openssl s_client -brief prints on success. With TLS 1.3 a refused client certificate is told only after that. */
const SIGN = 'good: `Verification: OK`, and no `alert` after it';
const SIGNS: Readonly<Record<Platform, string>> = {
  linux: ` (${SIGN})`,
  macos: ` (${SIGN}; the LibreSSL of macOS does not know these options, OpenSSL does)`,
  container: ` (${SIGN})`,
  windows: ' (good: `TcpTestSucceeded : True`)',
};

const STATUS: Readonly<Record<Platform, Check>> = {
  linux: { what: 'Elastic Agent itself:', language: 'sh', command: 'sudo elastic-agent status' },
  macos: { what: 'Elastic Agent itself:', language: 'sh', command: 'sudo elastic-agent status' },
  windows: {
    what: 'Elastic Agent itself:',
    language: 'powershell',
    command: "& 'C:\\Program Files\\Elastic\\Agent\\elastic-agent.exe' status",
  },
  container: {
    what: 'Elastic Agent itself:',
    language: 'sh',
    command: 'docker compose exec elastic-agent elastic-agent status',
  },
};

/** The agent of a Fleet Server host dials its own listener (elastic-agent internal/pkg/agent/cmd/enroll_cmd.go). */
function serversOf({ deployment }: Plan, link: Link): readonly Endpoint[] {
  if (link.id === 'own-agent-to-fleet-server') {
    const port = deployment.fleetPort;
    return [{ url: `https://localhost:${port}`, host: 'localhost', port }];
  }
  return link.server === 'fleet-server' ? deployment.fleetServers : deployment.elasticsearch;
}

function handshake(host: PlannedHost, link: Link, server: Endpoint): Omit<Check, 'what'> {
  // What a container has mounted lies beside the README of its bundle.
  const path = (name: string) => quotePosix(host.platform === 'container' ? `certs/${name}` : hostPath(host, name));
  const shown = host.certificates.find((certificate) => certificate.name === link.clientCertificate);
  return openssl(server, path(fileName(link.clientTrusts)), [
    ...(shown ? [`-cert ${path(fileName(shown.name))}`, `-key ${path(fileName(shown.name, 'key'))}`] : []),
    ...(shown && shown.passphrase !== 'none' ? [`-pass file:${path(fileName(shown.name, 'passphrase'))}`] : []),
  ]);
}

/** Elasticsearch holds no client certificate, so with client authentication its own check ends with being refused. */
function selfCheck({ deployment }: Plan, host: PlannedHost): Check {
  const server = host.endpoint!;
  const sign =
    deployment.esClientAuth === 'required'
      ? 'good: `Verification: OK`; the alert `certificate required` after it is right, because this host has no client certificate to show'
      : SIGN;
  return {
    what: `Elasticsearch itself, at \`${server.url}\` (${sign}):`,
    ...openssl(server, quotePosix(hostPath(host, fileName('es-cert'))), []),
  };
}

function openssl(server: Endpoint, authorities: string, further: readonly string[]): Omit<Check, 'what'> {
  const address = isIP(server.host) === 6 ? `[${server.host}]` : server.host;
  const name = isIP(server.host)
    ? `-verify_ip ${server.host}`
    : `-servername ${server.host} -verify_hostname ${server.host}`;
  const command = [
    // Waits a moment, so that an alert can arrive before the connection is closed.
    `sleep 2 | sudo openssl s_client -brief -connect ${address}:${server.port} ${name}`,
    `-verify_return_error -CAfile ${authorities}`,
    ...further,
  ];
  return { language: 'sh', command: command.join(' \\\n  ') };
}

/** Windows has no openssl: what is checked there is that the server can be reached; `elastic-agent status` tells the rest. */
function reachable(server: Endpoint): Omit<Check, 'what'> {
  const command = `Test-NetConnection -ComputerName ${quotePowerShell(server.host)} -Port ${server.port}`;
  return { language: 'powershell', command };
}
