import type { SecureVersion } from 'node:tls';
import { type FoundCertificate, inspectCertificate } from '../x509/read/certificate.js';
import { type Application, PATHS, recognise } from './application.js';
import { clearHandshake } from './clear-handshake.js';
import { CLEAR_VERSIONS, type ClearVersion } from './client-hello.js';
import { nameText } from './distinguished-name.js';
import { type Exchange, exchange } from './exchange.js';
import { type Route, refused } from './route.js';
import type { ServerFlight } from './server-flight.js';
import type { ClientCertificateRequest, ProbedVersion } from './types.js';

/** What a stranger sees of a server. */
export interface Observation {
  readonly versions: Readonly<Record<ProbedVersion, boolean>>;
  /** Leaf first, as sent, up to the first that cannot be read. */
  readonly chain: readonly FoundCertificate[];
  /** DER of the certificates as sent. */
  readonly sent: readonly Buffer[];
  readonly request: ClientCertificateRequest;
  /** DER of the names in the server's list of authorities; undefined where it cannot be seen. */
  readonly requestedNames?: readonly Buffer[];
  readonly application?: Application;
}

/**
 * Looks at a server without any credentials: each version before TLS 1.3 by its first flight, which travels in the clear,
 * and one request in the newest version.
 *
 * @throws CertlabError ERR_CONNECT when the server cannot be reached, does not speak TLS or agrees on no version of it
 */
export async function observe(route: Route): Promise<Observation> {
  const flights = new Map<ClearVersion, ServerFlight>();
  for (const version of Object.keys(CLEAR_VERSIONS) as ClearVersion[]) {
    const flight = await clearHandshake(route, version);
    if (flight.alert === undefined && flight.version === CLEAR_VERSIONS[version]) flights.set(version, flight);
  }
  const newest = await askAnonymously(route, 'TLSv1.3', PATHS[0]);
  const clear = [...flights.values()].at(-1);
  const best: ProbedVersion | undefined = newest.secured ? 'TLSv1.3' : [...flights.keys()].at(-1);
  if (best === undefined) {
    const ended = `${route.target.url} agrees on no version of TLS: ${newest.failure ?? 'it says nothing'}`;
    throw refused(ended, 'check the port, and that the server has a certificate and a key');
  }
  const anonymous = newest.secured ? newest : await askAnonymously(route, best, PATHS[0]);
  const sent = clear?.chain ?? newest.chain;
  const application = await applicationBehind(anonymous, (path) => askAnonymously(route, best, path));
  return {
    versions: {
      TLSv1: flights.has('TLSv1'),
      'TLSv1.1': flights.has('TLSv1.1'),
      'TLSv1.2': flights.has('TLSv1.2'),
      'TLSv1.3': newest.secured,
    },
    chain: readChain(sent),
    sent,
    request: requestOf(clear, anonymous),
    ...(clear?.requested && { requestedNames: clear.requested }),
    ...(application && { application }),
  };
}

/** Certificates as they came from a stranger: one that cannot be read is a finding, and ends what can be said about the chain. */
function readChain(sent: readonly Buffer[]): FoundCertificate[] {
  const chain: FoundCertificate[] = [];
  for (const der of sent) {
    try {
      chain.push(inspectCertificate(der));
    } catch {
      break;
    }
  }
  return chain;
}

/** Nothing is sent that a stranger must not read, so nothing is verified; level 0 lets OpenSSL speak old versions at all. */
const askAnonymously = (route: Route, version: SecureVersion, path: string): Promise<Exchange> =>
  exchange(route, version, path, () => ({ rejectUnauthorized: false, ciphers: 'DEFAULT@SECLEVEL=0' }));

/**
 * Which program answers: the first answer is for the status of Fleet Server, a second one for the root.
 *
 * @param ask another request on the same terms as the first
 */
export async function applicationBehind(
  { answer }: Exchange,
  ask: (path: string) => Promise<Exchange>,
): Promise<Application | undefined> {
  const first = answer && recognise(answer);
  if (!answer || (first && first.state.length > 0)) return first;
  const { answer: second } = await ask(PATHS[1]);
  return (second && recognise(second)) ?? first;
}

function requestOf(clear: ServerFlight | undefined, anonymous: Exchange): ClientCertificateRequest {
  const gotIn = anonymous.answer !== undefined;
  if (!clear) return { asks: gotIn ? 'unknown' : 'required' };
  if (!clear.requested) return { asks: 'no' };
  return { asks: gotIn ? 'optional' : 'required', authorities: clear.requested.map(nameText) };
}
