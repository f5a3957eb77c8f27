import { isIP } from 'node:net';
import { type Duplex, duplexPair } from 'node:stream';
import { checkServerIdentity, connect, createSecureContext, createServer, type Server, type TLSSocket } from 'node:tls';
import type { ClientAuth } from '../deployment/types.js';
import type { Authority, Identity } from './identity.js';
import type { TlsVersion } from './types.js';

/** What an end puts into its handshake. */
export type Shown = Pick<Identity, 'certificate' | 'key'>;

export interface ServerSide {
  readonly shows: Shown;
  readonly trusts: readonly Authority[];
  readonly clientAuth: ClientAuth;
}

export interface ClientSide {
  readonly shows?: Shown;
  readonly trusts: readonly Authority[];
  readonly serverName: string;
  readonly checksName: boolean;
}

export interface Outcome {
  readonly outcome: 'accept' | 'refuse';
  /** Which end refused; none where neither said anything. */
  readonly by?: 'client' | 'server';
  /** Which end refused, and OpenSSL's or Node's code for it. */
  readonly reason: string;
}

/** A handshake in memory takes milliseconds; one that stops was refused without a word. */
const PATIENCE_MS = 20_000;

/**
 * One TLS handshake between two ends in memory, with one byte each way: in TLS 1.3 a client has finished before the server
 * looks at its certificate, and learns only from its first read that it was refused (RFC 8446 section 2).
 */
export function handshake(server: ServerSide, client: ClientSide, version: TlsVersion): Promise<Outcome> {
  return new Promise((resolve) => {
    const [serverPipe, clientPipe] = duplexPair();
    const streams: Duplex[] = [serverPipe, clientPipe];
    const heard = new Set<string>();
    const settle = (result: Outcome) => {
      clearTimeout(timer);
      for (const stream of streams) stream.destroy();
      resolve(result);
    };
    const talk = (end: 'client' | 'server', socket: TLSSocket) => {
      streams.push(socket);
      socket.on('error', (error) => refuse(end, error));
      socket.on('data', () => {
        if (heard.add(end).size === 2) settle({ outcome: 'accept', reason: 'both ends read a byte' });
      });
    };
    const refuse = (by: 'client' | 'server', error: unknown) =>
      settle({ outcome: 'refuse', by, reason: `${by}: ${codeOf(error)}` });
    const timer = setTimeout(settle, PATIENCE_MS, { outcome: 'refuse', reason: 'no answer' });
    for (const pipe of [serverPipe, clientPipe]) pipe.on('error', () => {});

    try {
      const listener = serverFor(server, version);
      listener.on('tlsClientError', (error, socket) => {
        socket.on('error', () => {});
        refuse('server', socket.authorizationError ?? error);
      });
      listener.on('secureConnection', (socket) => {
        talk('server', socket);
        // An optional certificate may be missing, but not be wrong.
        if (server.clientAuth === 'optional' && !socket.authorized && socket.getPeerX509Certificate()) {
          refuse('server', socket.authorizationError);
        } else socket.write('s');
      });
      listener.emit('connection', serverPipe);
    } catch (error) {
      refuse('server', error);
      return;
    }
    try {
      const socket = clientOn(clientPipe, client);
      talk('client', socket);
      socket.on('secureConnect', () => socket.write('c'));
    } catch (error) {
      refuse('client', error);
    }
  });
}

/** A server that asks for certificates as Go's does (elastic-agent-libs transport/tlscommon/types.go:121-132). */
function serverFor({ shows, trusts, clientAuth }: ServerSide, version: TlsVersion): Server {
  return createServer({
    ...pemOf(shows),
    ca: pemList(trusts),
    minVersion: version,
    maxVersion: version,
    requestCert: clientAuth !== 'none',
    rejectUnauthorized: clientAuth === 'required',
  });
}

function clientOn(pipe: Duplex, { shows, trusts, serverName, checksName }: ClientSide): TLSSocket {
  return connect({
    socket: pipe,
    secureContext: createSecureContext({ ...(shows && pemOf(shows)), ca: pemList(trusts) }),
    checkServerIdentity: (_, certificate) => (checksName ? checkServerIdentity(serverName, certificate) : undefined),
    // Addresses do not go into the server name extension (RFC 6066 section 3).
    servername: isIP(serverName) ? '' : serverName,
  });
}

const pemOf = ({ certificate, key }: Shown) => ({
  cert: certificate,
  key: key.export({ type: 'pkcs8', format: 'pem' }),
});

const pemList = (authorities: readonly Authority[]): string[] =>
  authorities.map(({ certificate }) => certificate.toString());

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null
    ? ((error as NodeJS.ErrnoException).code ?? (error as Error).message)
    : String(error);
