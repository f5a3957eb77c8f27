import { CLIENT_AUTHS } from '../deployment/types.js';
import type { LinkId } from '../plan/types.js';
import type { ClientEnd, Ends, ServerEnd, Trust } from './ends.js';
import type { Presented } from './pairs.js';
import { labelOf, type Setup, textOf } from './setup.js';
import { FLEET_SERVER_PORT, urlIn } from './urls.js';

/** Flags that name a certificate; those of its key and passphrase begin with the same. */
export type PairFlag = 'elastic-agent-cert' | 'fleet-server-cert' | 'fleet-server-es-cert';
/** Flags that name CAs. */
export type ListFlag = 'certificate-authorities' | 'fleet-server-es-ca';

/** A command or container, with the files that its flags name. */
export interface SetupFiles {
  /** The bundle's id, or what was read. */
  readonly id: string;
  readonly setup: Setup;
  readonly presented: ReadonlyMap<PairFlag, Presented>;
  readonly trusted: ReadonlyMap<ListFlag, Trust>;
}

/** The flags that make up one client: what it presents, whom it trusts, what it connects to, and what turns its checks off. */
interface ClientFlags {
  readonly link: LinkId;
  readonly pair: PairFlag;
  readonly list: ListFlag;
  readonly url: string;
  readonly insecure: string;
  readonly fingerprint?: string;
  readonly name: ClientEnd['name'];
  /** The name it connects to, where that is not the URL's. */
  readonly serverName?: string;
}

const AGENT: ClientFlags = {
  link: 'agent-to-fleet-server',
  pair: 'elastic-agent-cert',
  list: 'certificate-authorities',
  url: 'url',
  insecure: 'insecure',
  name: 'compared',
};

/** It verifies the chain only, whatever the flags say (application/enroll/enroll.go:230-235). */
const OWN_AGENT: ClientFlags = {
  ...AGENT,
  link: 'own-agent-to-fleet-server',
  name: 'ignored',
  serverName: 'localhost',
};

const FLEET_SERVER: ClientFlags = {
  link: 'fleet-server-to-elasticsearch',
  pair: 'fleet-server-es-cert',
  list: 'fleet-server-es-ca',
  url: 'fleet-server-es',
  insecure: 'fleet-server-es-insecure',
  fingerprint: 'fleet-server-es-ca-trusted-fingerprint',
  // By reading: its TLS settings carry no server name (fleet-server internal/pkg/config/output.go:125-131).
  name: 'expected',
};

/** The endpoints that a command or container makes up: an agent, or a Fleet Server with its own agent and its link to Elasticsearch. */
export function endsOf(files: SetupFiles): Ends {
  if (!files.setup.startsFleetServer) {
    const agent = clientOf(AGENT, files);
    return { servers: [], clients: [agent, assumedOutput(agent)] };
  }
  return { servers: [serverOf(files)], clients: [clientOf(OWN_AGENT, files), clientOf(FLEET_SERVER, files)] };
}

/** What an agent presents and trusts at Elasticsearch its policy's output says: most likely it presents there the same. */
function assumedOutput({ trust: _, url: __, unverified: ___, ...agent }: ClientEnd): ClientEnd {
  return { ...agent, link: 'agent-to-elasticsearch', serverNames: [], name: 'ignored', assumed: true };
}

function clientOf(flags: ClientFlags, { id, setup, ...files }: SetupFiles): ClientEnd {
  const { link, pair, list, url: urlFlag, insecure, fingerprint, name, serverName } = flags;
  const [presented, trust, url] = [files.presented.get(pair), files.trusted.get(list), urlIn(textOf(setup, urlFlag))];
  const trusted = fingerprint && textOf(setup, fingerprint);
  const connectsTo = serverName ?? url?.host;
  return {
    link,
    id,
    setup,
    kind: `${setup.form} ${setup.style}`,
    serverNames: connectsTo === undefined ? [] : [connectsTo],
    name,
    hasPair: setup.values.has(pair) || setup.values.has(`${pair}-key`),
    pairWhere: labelOf(setup, pair),
    urlWhere: labelOf(setup, urlFlag),
    ...(setup.values.has(insecure) && { unverified: { where: labelOf(setup, insecure), value: `--${insecure}` } }),
    ...(presented && { presented }),
    ...(trust && { trust }),
    ...(url && { url }),
    ...(trusted && { trustedFingerprint: { where: labelOf(setup, fingerprint), value: trusted } }),
  };
}

/** The CAs of the agent's own flag judge the agents, too (application/enroll/enroll.go:375). */
function serverOf({ id, setup, ...files }: SetupFiles): ServerEnd {
  const [presented, trust] = [files.presented.get('fleet-server-cert'), files.trusted.get('certificate-authorities')];
  const url = urlIn(textOf(setup, 'url'));
  return {
    role: 'fleet-server',
    id,
    setup,
    clientAuth: CLIENT_AUTHS.find((one) => one === textOf(setup, 'fleet-server-client-auth')) ?? 'none',
    port: Number(textOf(setup, 'fleet-server-port') ?? 0) || FLEET_SERVER_PORT,
    ...(presented && { presented }),
    ...(trust && { trust }),
    ...(url && { host: url.host }),
  };
}
