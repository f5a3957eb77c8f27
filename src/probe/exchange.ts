import { type IncomingHttpHeaders, request } from 'node:http';
import { isIP } from 'node:net';
import { type ConnectionOptions, connect, type SecureVersion, type TLSSocket } from 'node:tls';
import { peerChain } from '../proof/handshake/peer-chain.js';
import { onConnection, type Route } from './route.js';

/** What a server answered over HTTPS. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The beginning of the body. */
  readonly body: string;
}

/** One connection that got an answer, or how it ended without one. */
export interface Exchange {
  /** Whether both ends agreed on the version and on keys. */
  readonly secured: boolean;
  /** DER of the certificates the server showed, as far as they lead on from its own. */
  readonly chain: readonly Buffer[];
  readonly answer?: Answer;
  /** OpenSSL's or Node's code for why there is no answer. */
  readonly failure?: string;
}

/** The status of Fleet Server and the root of Elasticsearch take a few hundred bytes. */
const MOST_BODY_BYTES = 64 * 1024;
const MOST_HEADER_BYTES = 16 * 1024;

/**
 * One handshake and one GET: in TLS 1.3 a client learns from its first read that it was refused (RFC 8446 section 2), so
 * that only an answer proves that it got in. Redirects are not followed.
 *
 * @param options called for each connection; where it throws, the client could not even start
 * @throws CertlabError ERR_CONNECT when the server cannot be reached or does not answer in time
 */
export function exchange(
  route: Route,
  version: SecureVersion,
  path: string,
  options: () => ConnectionOptions,
): Promise<Exchange> {
  return onConnection(route, async (socket) => {
    const seen = { secured: false, chain: [] as Buffer[] };
    let tls: TLSSocket | undefined;
    try {
      tls = connect({
        ...options(),
        socket,
        servername: isIP(route.target.host) ? '' : route.target.host,
        minVersion: version,
        maxVersion: version,
      });
      tls.once('secureConnect', () => Object.assign(seen, { secured: true, chain: peerChain(tls!) }));
      return { answer: await get(tls, route, path), ...seen };
    } catch (error) {
      return { failure: codeOf(error), ...seen };
    } finally {
      tls?.destroy();
    }
  });
}

function get(socket: TLSSocket, { target }: Route, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', () => reject(Object.assign(new Error('closed'), { code: 'the server closed the connection' })));
    const { host, port } = target;
    const headers = { accept: 'application/json', connection: 'close' };
    const outgoing = request({
      host,
      port,
      path,
      headers,
      maxHeaderSize: MOST_HEADER_BYTES,
      createConnection: () => socket,
    });
    outgoing.on('error', reject);
    outgoing.on('response', async (response) => {
      const { statusCode: status = 0, headers } = response;
      resolve({ status, headers, body: await beginningOf(response) });
    });
    outgoing.end();
  });
}

/** A body that breaks off is as good as one that ends: the answer itself has come. */
async function beginningOf(response: AsyncIterable<Buffer>): Promise<string> {
  let bytes = Buffer.alloc(0);
  try {
    for await (const chunk of response) {
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes.length >= MOST_BODY_BYTES) break;
    }
  } catch {
    // What came before it broke off is kept.
  }
  return bytes.subarray(0, MOST_BODY_BYTES).toString();
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? (error as Error).message;
