import { createHash } from 'node:crypto';
import type { StackVersion } from '../../deployment/types.js';
import { isAtLeast } from '../../deployment/versions.js';
import type { FoundCertificate } from '../../x509/read/certificate.js';
import type { ClientEnd, ServerEnd } from '../ends.js';
import { placed } from '../reading/setup.js';
import { finding } from '../rules/index.js';
import type { CheckOptions, Finding } from '../types.js';
import { subjectOf } from './certificates.js';
import { holdsName, judgeName } from './names.js';
import { judgePath } from './paths.js';

/** A client that dials a server, both as they were opened. */
export interface Link {
  readonly client: ClientEnd;
  readonly server: ServerEnd;
}

/** Whose words a refusal is in. */
const PROGRAM = { agent: 'elastic-agent', 'own-agent': 'elastic-agent', 'fleet-server': 'fleet-server' } as const;

/** Judges both ends of a connection together. `known` is every certificate that any file held. */
export function judgeLink(link: Link, known: readonly FoundCertificate[], options: CheckOptions): Finding[] {
  // Whom an agent trusts there, and by which name it dials, its output says and not its command.
  const byOutput = link.client.kind === 'agent' && link.server.kind === 'elasticsearch';
  if (byOutput) return clientShown(link, known);
  return [
    ...serverShown(link, known),
    ...clientShown(link, known),
    ...names(link, options.stackVersion),
    ...ports(link),
  ];
}

function serverShown({ client, server }: Link, known: readonly FoundCertificate[]): Finding[] {
  if (!server.shown || !client.trust || !client.verifies) return [];
  const { where, chain } = server.shown;
  const { anchors } = client.trust;
  return judgePath({ where, chain, anchors, purpose: 'server', known, program: PROGRAM[client.kind] });
}

function clientShown({ client, server }: Link, known: readonly FoundCertificate[]): Finding[] {
  if (server.clientAuth === 'none') return [];
  const program = server.kind;
  if (!client.hasPair) {
    // A Fleet Server host without one was found by its flags; which one an agent shows Elasticsearch, its output says.
    const isOther = client.kind === 'own-agent' || (client.kind === 'agent' && server.kind === 'elasticsearch');
    if (isOther || server.clientAuth !== 'required') return [];
    const flag = client.kind === 'fleet-server' ? '--fleet-server-es-cert' : '--elastic-agent-cert';
    return [finding('client-certificate-missing', placed(client.source, flag), { program })];
  }
  if (!client.shown || !server.trust) return [];
  const { where, chain } = client.shown;
  return judgePath({ where, chain, anchors: server.trust.anchors, purpose: 'client', known, program });
}

function names({ client, server }: Link, version: StackVersion): Finding[] {
  const host = client.dials?.host;
  const [leaf] = server.shown?.chain ?? [];
  const findings: Finding[] = [];
  if (leaf && host !== undefined) {
    const detail =
      client.kind === 'fleet-server' ? 'Fleet Server does not compare it, agents and Kibana do' : undefined;
    findings.push(...judgeName(server.shown!.where, leaf, host, detail));
  }
  if (client.kind === 'own-agent' && leaf && leaf.names.length > 0 && !holdsName(leaf, 'localhost')) {
    const names = leaf.names.map(({ value }) => value).join(', ');
    findings.push(finding('localhost-not-in-san', server.shown!.where, { values: { names } }));
  }
  const [clientLeaf] = client.shown?.chain ?? [];
  if (clientLeaf && server.kind === 'fleet-server' && server.clientAuth !== 'none' && comparesClients(version)) {
    for (const name of client.kind === 'own-agent' ? ['localhost'] : [host ?? 'localhost']) {
      if (holdsName(clientLeaf, name)) continue;
      const values = { name, names: clientLeaf.names.map(({ value }) => value).join(', ') };
      const says = clientLeaf.names.length === 0 ? 'x509: certificate relies' : undefined;
      findings.push(finding('client-name-not-in-san', client.shown!.where, { says, values, detail: name }));
    }
  }
  return findings;
}

/** Fleet Server 8.13.0 to 8.16.1 (elastic-agent-libs before 0.14.0). Without a patch level it may be one of them. */
const comparesClients = (version: StackVersion): boolean => isAtLeast(version, '8.13') && !isAtLeast(version, '8.16.2');

function ports({ client, server }: Link): Finding[] {
  const { dials, dialsWhere } = client;
  // A port that is not written was judged with the URL.
  if (server.kind !== 'fleet-server' || dials?.port === undefined || dials.port === server.port) return [];
  const values = { address: `${dials.host}:${dials.port}` };
  const detail = `${dials.port} is dialled, ${server.port} is listened on`;
  return [finding('url-port-mismatch', dialsWhere, { values, detail })];
}

/** Judges the list of authorities of a Fleet Server host, which serves both of its roles. */
export function judgeRoles({ trust, clientAuth }: ServerEnd): Finding[] {
  const several = new Set(trust?.anchors.map(({ x509 }) => x509.fingerprint256)).size > 1;
  if (!several || clientAuth === 'none') return [];
  return trust!.files.flatMap(({ where, anchors }) =>
    anchors
      .filter(({ ca, extendedKeyUsage }) => ca && extendedKeyUsage === undefined)
      .map((authority) => finding('authority-without-usage', where, { detail: subjectOf(authority) })),
  );
}

/** Judges `--ca-sha256` by everything that can be in the verified chain (elastic-agent-libs tlscommon/ca_pinning.go). */
export function judgePins(where: string, pins: readonly string[], seen: readonly FoundCertificate[]): Finding[] {
  const known = new Set(seen.map(({ spki }) => createHash('sha256').update(spki).digest('base64')));
  return seen.length === 0 || pins.some((pin) => known.has(pin)) ? [] : [finding('ca-pin-mismatch', where)];
}

/** Judges a trusted fingerprint by what Elasticsearch sends, or by the file of authorities where that is not known. */
export function judgeFingerprint(
  where: string,
  fingerprint: string,
  sent: readonly FoundCertificate[] | undefined,
  others: readonly FoundCertificate[],
): Finding[] {
  const is = ({ x509 }: FoundCertificate) =>
    x509.fingerprint256.replaceAll(':', '').toLowerCase() === fingerprint.toLowerCase();
  if ([...(sent ?? []), ...others].some((one) => is(one) && !one.ca))
    return [finding('trusted-fingerprint-of-leaf', where)];
  return sent === undefined || sent.some((one) => is(one) && one.ca)
    ? []
    : [finding('trusted-fingerprint-not-in-chain', where, { values: { fingerprint } })];
}
