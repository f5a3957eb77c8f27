import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { type ClearVersion, clientHello } from './client-hello.js';
import { onConnection, type Route, refused } from './route.js';
import { NotTls, parseFlight, type ServerFlight } from './server-flight.js';
import { addressOf } from './target.js';

/**
 * Begins a handshake of one version before TLS 1.3 and listens until the server has shown everything it shows in the
 * clear. No key is ever agreed on: the connection is dropped then.
 *
 * @throws CertlabError ERR_CONNECT when the server cannot be reached or does not speak TLS at all
 */
export function clearHandshake(route: Route, version: ClearVersion): Promise<ServerFlight> {
  return onConnection(route, async (socket) => {
    socket.write(clientHello(version, route.target.host, randomBytes(32)));
    try {
      return await readFlight(socket);
    } catch (error) {
      if (!(error instanceof NotTls)) throw error;
      throw refused(
        `${addressOf(route.target)} does not speak TLS: ${error.message}`,
        'check the port: Fleet Server listens on 8220, Elasticsearch on 9200; plain HTTP is no TLS',
      );
    }
  });
}

/** Many servers close the connection, or reset it, instead of sending an alert for a version they do not know. */
async function readFlight(socket: Socket): Promise<ServerFlight> {
  let bytes = Buffer.alloc(0);
  try {
    for await (const chunk of socket) {
      bytes = Buffer.concat([bytes, chunk as Buffer]);
      const flight = parseFlight(bytes);
      if (flight) return flight;
    }
  } catch (error) {
    if (error instanceof NotTls) throw error;
  }
  return { chain: [] };
}
