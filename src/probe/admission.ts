import { checkServerIdentity, createSecureContext } from 'node:tls';
import { clientSide, type ProvenClient } from '../proof/ends.js';
import { pemOf, TLS_VERSIONS, trustOptions } from '../proof/handshake/ends.js';
import type { ClientEnd } from '../setup/ends.js';
import { type Application, PATHS } from './application.js';
import { GIVEN_FILES } from './clients.js';
import { type Exchange, exchange } from './exchange.js';
import { applicationBehind, type Observation } from './observe.js';
import type { Route } from './route.js';
import type { Admission } from './types.js';

/**
 * Knocks with what a client has, in each version the server speaks and Elastic Agent does. Everything is verified as the
 * client would; a client that is refused has shown no more than its certificate.
 */
export async function knock(
  route: Route,
  client: ClientEnd,
  { versions }: Observation,
): Promise<{ admissions: Admission[]; application?: Application }> {
  const admissions: Admission[] = [];
  let application: Application | undefined;
  for (const tls of TLS_VERSIONS.filter((version) => versions[version])) {
    const ask = (path: string) => exchange(route, tls, path, () => optionsOf(clientSide(client), route.target.host));
    const first = await ask(PATHS[0]);
    admissions.push({ client: client.id === GIVEN_FILES ? GIVEN_FILES : client.link, tls, ...decided(first) });
    application ??= await applicationBehind(first, ask);
  }
  return { admissions, ...(application && { application }) };
}

function optionsOf({ shows, trusts, anchors, name }: ProvenClient, host: string) {
  return {
    secureContext: createSecureContext({ ...(shows && pemOf(shows)), ...trustOptions(trusts, anchors) }),
    checkServerIdentity: (_: string, certificate: Parameters<typeof checkServerIdentity>[1]) =>
      name === 'ignored' ? undefined : checkServerIdentity(host, certificate),
  };
}

const decided = ({ answer, failure }: Exchange): Pick<Admission, 'admitted' | 'reason'> =>
  answer ? { admitted: true, reason: `HTTP ${answer.status}` } : { admitted: false, reason: failure ?? 'no answer' };
