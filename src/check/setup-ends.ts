import { CLIENT_AUTHS } from '../deployment/types.js';
import type { ClientEnd, OpenedEnds, ServerEnd, Trust } from './ends.js';
import type { ShownPair } from './judging/pairs.js';
import { FLEET_SERVER_PORT, urlIn } from './judging/urls.js';
import { labelOf, type Setup, textOf } from './reading/setup.js';

/** Flags that name a certificate; those of its key and passphrase begin with the same. */
export type PairFlag = 'elastic-agent-cert' | 'fleet-server-cert' | 'fleet-server-es-cert';
/** Flags that name authorities. */
export type ListFlag = 'certificate-authorities' | 'fleet-server-es-ca';

interface Opened {
  readonly pairs: ReadonlyMap<PairFlag, ShownPair>;
  readonly lists: ReadonlyMap<ListFlag, Trust>;
}

/** The flags that make up one client: what it shows, whom it trusts, what it dials, and what turns its checks off. */
interface ClientFlags {
  readonly pair: PairFlag;
  readonly list: ListFlag;
  readonly url: string;
  readonly insecure: string;
}

const AGENT: ClientFlags = {
  pair: 'elastic-agent-cert',
  list: 'certificate-authorities',
  url: 'url',
  insecure: 'insecure',
};

const TO_ELASTICSEARCH: ClientFlags = {
  pair: 'fleet-server-es-cert',
  list: 'fleet-server-es-ca',
  url: 'fleet-server-es',
  insecure: 'fleet-server-es-insecure',
};

/** The ends that a command or container makes up: an agent, or a Fleet Server with its own agent and its way to Elasticsearch. */
export function endsOf(setup: Setup, opened: Opened): OpenedEnds {
  if (!setup.startsFleetServer) return { servers: [], clients: [clientOf('agent', AGENT, setup, opened)] };
  return {
    servers: [serverOf(setup, opened)],
    clients: [clientOf('own-agent', AGENT, setup, opened), clientOf('fleet-server', TO_ELASTICSEARCH, setup, opened)],
  };
}

function clientOf(kind: ClientEnd['kind'], flags: ClientFlags, setup: Setup, { pairs, lists }: Opened): ClientEnd {
  const { pair, list, url, insecure } = flags;
  const [shown, trust, dials] = [pairs.get(pair), lists.get(list), urlIn(textOf(setup, url))];
  return {
    kind,
    source: setup.source,
    setup,
    hasPair: setup.values.has(pair) || setup.values.has(`${pair}-key`),
    dialsWhere: labelOf(setup, url),
    verifies: !setup.values.has(insecure),
    ...(shown && { shown }),
    ...(trust && { trust }),
    ...(dials && { dials }),
  };
}

function serverOf(setup: Setup, { pairs, lists }: Opened): ServerEnd {
  const [shown, trust] = [pairs.get('fleet-server-cert'), lists.get('certificate-authorities')];
  const url = urlIn(textOf(setup, 'url'));
  return {
    kind: 'fleet-server',
    source: setup.source,
    setup,
    clientAuth: CLIENT_AUTHS.find((one) => one === textOf(setup, 'fleet-server-client-auth')) ?? 'none',
    port: Number(textOf(setup, 'fleet-server-port') ?? 0) || FLEET_SERVER_PORT,
    ...(shown && { shown }),
    ...(trust && { trust }),
    ...(url && { host: url.host }),
  };
}
