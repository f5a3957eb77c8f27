import type { X509Certificate } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { CertlabError } from '../../errors.js';
import type { ServerEnd } from '../../prove/ends.js';
import { pemList, pemOf } from '../../prove/shown.js';

/** What happened to a connection, for the one who writes it down as the real server would. */
export type Handshake =
  | { readonly ended: 'accepted'; readonly peer: Peer }
  | { readonly ended: 'refused'; readonly peer: Peer; readonly code: string };

export interface Peer {
  /** `address:port`. */
  readonly address: string;
  readonly protocol?: string;
  readonly certificate?: X509Certificate;
}

export interface StandIn {
  readonly port: number;
  close(): Promise<void>;
}

export interface StandInOptions {
  readonly end: ServerEnd;
  readonly port: number;
  readonly answer: RequestListener;
  readonly onHandshake: (handshake: Handshake) => void;
}

const LOOPBACK = '127.0.0.1';

/**
 * Listens on the loopback interface with the TLS settings of a bundle. What Node cannot do as Go and Java do: a client
 * whose certificate is refused is disconnected without an alert, because Node looks at it after the handshake.
 *
 * @throws CertlabError ERR_CONNECT when the port is taken or may not be used
 */
export async function startStandIn({ end, port, answer, onHandshake }: StandInOptions): Promise<StandIn> {
  const { shows, trusts, clientAuth } = end;
  const server = createServer(
    {
      ...pemOf(shows),
      ca: pemList(trusts),
      minVersion: 'TLSv1.2',
      // The client is to judge the certificate, however weak it is.
      ciphers: 'DEFAULT@SECLEVEL=0',
      requestCert: clientAuth !== 'none',
      rejectUnauthorized: clientAuth === 'required',
    },
    answer,
  );
  server.on('secureConnection', (socket) => {
    // An optional certificate may be missing, but not be wrong.
    const wrong = clientAuth !== 'none' && !socket.authorized && socket.getPeerX509Certificate() !== undefined;
    if (wrong) socket.destroy();
    onHandshake(
      wrong
        ? { ended: 'refused', peer: peerOf(socket), code: String(socket.authorizationError) }
        : { ended: 'accepted', peer: peerOf(socket) },
    );
  });
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
    const code = String(socket.authorizationError ?? error.code ?? error.message);
    onHandshake({ ended: 'refused', peer: peerOf(socket), code });
  });
  await listening(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'something listens there already' : error.message;
      const message = `cannot listen on ${LOOPBACK}:${port}: ${reason}`;
      reject(new CertlabError({ code: 'ERR_CONNECT', message, hint: 'choose another port, or 0 for any free one' }));
    });
    server.listen(port, LOOPBACK, resolve);
  });
}

function peerOf(socket: TLSSocket): Peer {
  const protocol = socket.getProtocol();
  const certificate = socket.getPeerX509Certificate();
  return {
    address: `${socket.remoteAddress ?? LOOPBACK}:${socket.remotePort ?? '?'}`,
    ...(protocol && { protocol }),
    ...(certificate && { certificate }),
  };
}

/** The body of an answer in JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Reads a request to its end, of which nothing is kept. */
export const drained = (request: IncomingMessage): Promise<void> =>
  new Promise((resolve) => {
    request.on('end', resolve).on('close', resolve).resume();
  });
