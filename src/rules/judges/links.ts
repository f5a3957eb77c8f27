import type { StackVersion } from '../../deployment/types.js';
import { isAtLeast, NEWEST_VERSION } from '../../deployment/versions.js';
import { linkRow } from '../../plan/links.js';
import type { Link, ServerEnd } from '../../setup/ends.js';
import type { FoundCertificate } from '../../x509/read/certificate.js';
import { finding } from '../index.js';
import type { Finding, JudgeOptions } from '../types.js';
import { subjectOf } from './certificates.js';
import { holdsName, judgeName } from './names.js';
import { judgePath } from './paths.js';
import { judgeReceived } from './received.js';

/** Every certificate that is known of. */
export type Known = () => readonly FoundCertificate[];

/** Judges both endpoints of a connection together. `known` is every certificate that any file held. */
export function judgeLink(link: Link, known: Known, options: JudgeOptions): Finding[] {
  return [
    ...serverShown(link, known, options),
    ...clientShown(link, known, options),
    ...names(link, options.stackVersion),
    ...ports(link),
  ];
}

function serverShown({ client, server }: Link, known: Known, { now, stackVersion }: JudgeOptions): Finding[] {
  if (!server.presented || !client.trust || client.unverified) return [];
  const { where, chain } = server.presented;
  const { anchors } = client.trust;
  const program = linkRow(client.link).clientProgram;
  return [
    ...judgeReceived(server.presented, program, 'server'),
    ...judgePath({ where, chain, anchors, purpose: 'server', known, now, program, version: stackVersion }),
  ];
}

function clientShown({ client, server }: Link, known: Known, { now, stackVersion }: JudgeOptions): Finding[] {
  if (server.clientAuth === 'none') return [];
  const program = server.role;
  if (!client.hasPair) {
    // A Fleet Server host without one was found by its flags; which one an agent presents to Elasticsearch, its output says.
    const isOther = client.link === 'own-agent-to-fleet-server' || client.assumed;
    if (isOther || server.clientAuth !== 'required') return [];
    return [finding('client-certificate-missing', client.pairWhere, { program })];
  }
  if (!client.presented || !server.trust) return [];
  const { where, chain } = client.presented;
  // Node presents its certificate to whoever asks for one, as Elastic's loader does from 9.5 on.
  const version = linkRow(client.link).clientProgram === 'kibana' ? NEWEST_VERSION : stackVersion;
  return [
    ...judgeReceived(client.presented, program, 'client'),
    ...judgePath({ where, chain, anchors: server.trust.anchors, purpose: 'client', known, now, program, version }),
  ];
}

function names({ client, server, serverName }: Link, version: StackVersion): Finding[] {
  // The agent on a Fleet Server's own host connects to localhost, and its URL is what all the others connect to.
  const isOwn = client.link === 'own-agent-to-fleet-server';
  const host = isOwn ? client.url?.host : client.name === 'ignored' ? undefined : serverName;
  const [leaf, ...rest] = server.presented?.chain ?? [];
  const findings: Finding[] = [];
  // A file that begins with its CA says nothing about the host.
  if (leaf && host !== undefined && !(leaf.ca && rest.length > 0)) {
    const detail = client.name === 'expected' ? 'Fleet Server does not compare it, agents and Kibana do' : undefined;
    findings.push(...judgeName(server.presented!.where, leaf, host, detail));
  }
  if (isOwn && comparesLocalhost(version) && leaf && leaf.names.length > 0 && !holdsName(leaf, 'localhost')) {
    const names = leaf.names.map(({ value }) => value).join(', ');
    findings.push(finding('localhost-not-in-san', server.presented!.where, { values: { names } }));
  }
  const [clientLeaf] = client.presented?.chain ?? [];
  if (clientLeaf && server.role === 'fleet-server' && server.clientAuth !== 'none' && comparesClients(version)) {
    const name = isOwn ? 'localhost' : (serverName ?? 'localhost');
    if (!holdsName(clientLeaf, name)) {
      const values = { name, names: clientLeaf.names.map(({ value }) => value).join(', ') };
      const says = clientLeaf.names.length === 0 ? 'x509: certificate relies' : undefined;
      findings.push(finding('client-name-not-in-san', client.presented!.where, { says, values, detail: name }));
    }
  }
  return findings;
}

/** The agent on Fleet Server's own host verifies the chain only from 8.6 on (elastic-agent changelog/8.6.0.yaml, PR 1867). */
const comparesLocalhost = (version: StackVersion): boolean => !isAtLeast(version, '8.6');

/** Fleet Server 8.13.0 to 8.16.1 (elastic-agent-libs before 0.14.0). Without a patch level it may be one of them. */
const comparesClients = (version: StackVersion): boolean => isAtLeast(version, '8.13') && !isAtLeast(version, '8.16.2');

function ports({ client, server }: Link): Finding[] {
  const { url, urlWhere } = client;
  // A port that is not written was judged with the URL.
  if (server.role !== 'fleet-server' || url?.port === undefined || url.port === server.port) return [];
  if (server.port === undefined) return [];
  const values = { address: `${url.host}:${url.port}` };
  const detail = `${url.port} is dialled, ${server.port} is listened on`;
  return [finding('url-port-mismatch', urlWhere, { values, detail })];
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
