import type { Duplex } from 'node:stream';
import { createSecureContext, createServer, type Server, type TLSSocket } from 'node:tls';
import type { ClientAuth } from '../../deployment/types.js';
import { type Authority, pemOf, type Shown, TLS_VERSIONS, type TlsVersion, trustOptions } from './ends.js';

export interface ServerSide {
  readonly shows: Shown;
  readonly trusts: readonly Authority[];
  readonly clientAuth: ClientAuth;
}

export interface Decision {
  accepted(socket: TLSSocket): void;
  refused(error: unknown): void;
}

/** Offers a connection to a server; resolves when the server has decided, or the connection was closed before. */
export type Listener = (pipe: Duplex, decision: Decision) => Promise<void>;

/** Reading a server's certificate, key and authorities takes longer than a handshake: once for each server. */
const LISTENERS = new WeakMap<ServerSide, Map<TlsVersion, Listener>>();

/**
 * A server that looks at client certificates as Go's does (elastic-agent-libs transport/tlscommon/types.go:121-132), without
 * a port. It takes one connection at a time: Node's server tells exactly one decision for each, but not which one it is for.
 *
 * @throws Error when the server could not even start with what it shows
 */
export function listenerFor(side: ServerSide, version: TlsVersion): Listener {
  const known = LISTENERS.get(side) ?? new Map(TLS_VERSIONS.map((each) => [each, listenerOn(side, each)]));
  LISTENERS.set(side, known);
  return known.get(version)!;
}

function listenerOn({ shows, trusts, clientAuth }: ServerSide, version: TlsVersion): Listener {
  const versions = { minVersion: version, maxVersion: version };
  // Fleet Server and Elasticsearch are the servers here, Go and Java.
  const context = createSecureContext({ ...pemOf(shows), ...trustOptions(trusts, 'listed'), ...versions });
  const server = createServer({
    ...versions,
    // Node's server does not hand allowPartialTrustChain on to the context that it makes itself.
    SNICallback: (_, choose) => choose(null, context),
    requestCert: clientAuth !== 'none',
    rejectUnauthorized: clientAuth === 'required',
  });
  // An optional certificate may be missing, but not be wrong.
  const isWrong = (socket: TLSSocket) =>
    clientAuth === 'optional' && !socket.authorized && socket.getPeerX509Certificate() !== undefined;
  return async (pipe, { accepted, refused }) => {
    const decided = oneDecision(server, (socket, error) => {
      socket.on('error', () => {});
      if (error !== undefined || isWrong(socket)) refused(socket.authorizationError ?? error);
      else accepted(socket);
    });
    server.emit('connection', pipe);
    await decided;
  };
}

function oneDecision(server: Server, tell: (socket: TLSSocket, error?: Error) => void): Promise<void> {
  return new Promise((resolve) => {
    const done = (socket: TLSSocket, error?: Error) => {
      server.removeAllListeners('secureConnection').removeAllListeners('tlsClientError');
      tell(socket, error);
      resolve();
    };
    server.once('secureConnection', (socket) => done(socket));
    server.once('tlsClientError', (error, socket) => done(socket, error));
  });
}
