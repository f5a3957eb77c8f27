import { connect, type Socket } from 'node:net';
import { CertlabError } from '../errors.js';
import { addressOf, type HttpProxy, type Target } from './target.js';

/** How to reach the target, and for how long to try. */
export interface Route {
  readonly target: Target;
  readonly proxy?: HttpProxy;
  /** Milliseconds for each connection, from its beginning to its last byte. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** A proxy answers with a status line and a few headers. */
const MOST_PROXY_BYTES = 16 * 1024;

/**
 * Runs one conversation on a connection of its own, and closes it afterwards.
 *
 * @throws CertlabError ERR_CONNECT when the target or the proxy cannot be reached or the time is over; whatever
 *   `converse` throws; the signal's reason
 */
export async function onConnection<T>(route: Route, converse: (socket: Socket) => Promise<T>): Promise<T> {
  const { target, proxy, timeout, signal } = route;
  const next = proxy ?? target;
  const socket = connect({ host: next.host, port: next.port });
  const limit = withLimit(socket, timeout, signal, target);
  try {
    await Promise.race([limit.broken, connected(socket, addressOf(next))]);
    if (proxy) await Promise.race([limit.broken, tunnel(socket, target)]);
    return await Promise.race([limit.broken, converse(socket)]);
  } finally {
    limit.end();
    socket.destroy();
  }
}

/** Breaks the conversation when its time is over or the operator interrupts. */
function withLimit(socket: Socket, timeout: number, signal: AbortSignal, target: Target) {
  let onAbort = () => {};
  let timer: NodeJS.Timeout | undefined;
  const broken = new Promise<never>((_, reject) => {
    const over = `${addressOf(target)} did not answer within ${timeout / 1000} seconds`;
    timer = setTimeout(() => {
      reject(refused(over, 'check host, port and firewall, or give more time with --timeout'));
    }, timeout);
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
  broken.catch(() => socket.destroy());
  const end = () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  };
  return { broken, end };
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name cannot be resolved',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  ETIMEDOUT: 'no answer',
  ECONNRESET: 'the connection was reset',
};

function connected(socket: Socket, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // Stays for the whole conversation: an error after it has an ending of its own there.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const reason = REASONS[error.code ?? ''] ?? error.message;
      reject(refused(`cannot connect to ${address}: ${reason}`, 'check host and port, and that the service runs'));
    });
    socket.once('connect', resolve);
  });
}

/** HTTP CONNECT (RFC 9110 section 9.3.6). The proxy gets to know the address and nothing else. */
function tunnel(socket: Socket, target: Target): Promise<void> {
  const authority = addressOf(target);
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
  return new Promise((resolve, reject) => {
    let seen = Buffer.alloc(0);
    const fail = (what: string) => reject(refused(`the proxy ${what}`, 'check --proxy'));
    const onEnd = () => fail('closed the connection');
    socket.once('end', onEnd).once('close', onEnd);
    socket.on('data', function onData(chunk: Buffer) {
      seen = Buffer.concat([seen, chunk]);
      const end = seen.indexOf('\r\n\r\n');
      if (end < 0 && seen.length <= MOST_PROXY_BYTES) return;
      socket.off('data', onData).off('end', onEnd).off('close', onEnd);
      socket.pause();
      const [, status] = /^HTTP\/1\.[01] (\d{3})/.exec(seen.toString('latin1')) ?? [];
      if (end < 0 || status === undefined) return fail('does not answer as an HTTP proxy');
      if (!status.startsWith('2')) return fail(`refused to connect to ${authority}: HTTP status ${status}`);
      const rest = seen.subarray(end + 4);
      if (rest.length > 0) socket.unshift(rest);
      resolve();
    });
  });
}

export function refused(message: string, hint: string): CertlabError {
  return new CertlabError({ code: 'ERR_CONNECT', message, hint });
}
