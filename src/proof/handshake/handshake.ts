import { isIP } from 'node:net';
import { type Duplex, duplexPair } from 'node:stream';
import { checkServerIdentity, connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { type Authority, pemOf, type Shown, type TlsVersion, type TrustAnchors, trustOptions } from './ends.js';
import { listenerFor, type ServerSide } from './listener.js';

export interface ClientSide {
  readonly shows?: Shown;
  readonly trusts: readonly Authority[];
  readonly serverName: string;
  readonly checksName: boolean;
  /** What it takes as a trust anchor: whatever it lists, or self-signed certificates alone. */
  readonly anchors: TrustAnchors;
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
 *
 * One at a time for each server: see {@link listenerFor}.
 */
export async function handshake(server: ServerSide, client: ClientSide, version: TlsVersion): Promise<Outcome> {
  const [serverPipe, clientPipe] = duplexPair();
  const streams: Duplex[] = [serverPipe, clientPipe];
  for (const pipe of streams) pipe.on('error', () => {});
  const { promise, resolve } = withResolvers<Outcome>();
  const timer = setTimeout(resolve, PATIENCE_MS, { outcome: 'refuse', reason: 'no answer' });
  const refuse = (by: 'client' | 'server', error: unknown) =>
    resolve({ outcome: 'refuse', by, reason: `${by}: ${codeOf(error)}` });
  const heard = new Set<string>();
  const watch = (end: 'client' | 'server', socket: TLSSocket) => {
    streams.push(socket);
    socket.on('error', (error) => refuse(end, error));
    socket.on('data', () => {
      if (heard.add(end).size === 2) resolve({ outcome: 'accept', reason: 'both ends read a byte' });
    });
  };

  let decision: Promise<void> | undefined;
  try {
    decision = listenerFor(server, version)(serverPipe, {
      accepted(socket) {
        watch('server', socket);
        socket.write('s');
      },
      refused: (error) => refuse('server', error),
    });
  } catch (error) {
    refuse('server', error);
  }
  try {
    const socket = clientOn(clientPipe, client);
    watch('client', socket);
    socket.on('secureConnect', () => socket.write('c'));
  } catch (error) {
    refuse('client', error);
  }
  const outcome = await promise;
  clearTimeout(timer);
  for (const stream of streams) stream.destroy();
  await decision;
  return outcome;
}

function clientOn(pipe: Duplex, side: ClientSide): TLSSocket {
  const { serverName, checksName } = side;
  return connect({
    socket: pipe,
    secureContext: contextOf(side),
    checkServerIdentity: (_, certificate) => (checksName ? checkServerIdentity(serverName, certificate) : undefined),
    // Addresses do not go into the server name extension (RFC 6066 section 3), and without one the server would not choose
    // its context: see listener.ts. The name is compared above.
    servername: isIP(serverName) ? 'address.invalid' : serverName,
  });
}

/** The same client tries both versions, one after the other: its files are parsed once. */
const CONTEXTS = new WeakMap<ClientSide, SecureContext>();

function contextOf(side: ClientSide): SecureContext {
  const { shows, trusts, anchors } = side;
  const context =
    CONTEXTS.get(side) ?? createSecureContext({ ...(shows && pemOf(shows)), ...trustOptions(trusts, anchors) });
  CONTEXTS.set(side, context);
  return context;
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null
    ? ((error as NodeJS.ErrnoException).code ?? (error as Error).message)
    : String(error);

/** Promise.withResolvers, which Node 20 lacks. */
function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
