import { X509Certificate } from 'node:crypto';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { CertlabError } from '../../errors.js';
import type { ProvenServer } from '../../proof/ends.js';
import { pemOf, trustOptions } from '../../proof/handshake/ends.js';
import { peerChain } from '../../proof/handshake/peer-chain.js';
import { type Refusal, refusalOf } from './refusals.js';

/** Who came, and how the handshake ended. */
export interface Handshake {
  /** `address:port`. */
  readonly address: string;
  /** Absent where no version was agreed on. */
  readonly protocol?: string;
  readonly certificate?: X509Certificate;
  /** Absent where the client was let in. */
  readonly refusal?: Refusal;
}

export interface StandIn {
  readonly port: number;
  close(): Promise<void>;
}

export interface StandInOptions {
  readonly end: ProvenServer;
  readonly port: number;
  readonly now: () => Date;
  readonly answer: RequestListener;
  readonly onHandshake: (handshake: Handshake) => void;
}

const LOOPBACK = '127.0.0.1';

/**
 * Listens on the loopback interface with the TLS settings of a bundle, and judges clients as the real server would. One
 * thing differs: a client whose certificate is refused is disconnected without an alert, which Node cannot send.
 *
 * @throws CertlabError ERR_CONNECT when the port is taken or may not be used
 */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const http = createHttpServer(options.answer);
  const sockets = new Set<Socket>();
  const secureContext = secureContextOf(options.end);
  const server = createServer((raw) => {
    sockets.add(raw);
    raw.on('close', () => sockets.delete(raw)).on('error', () => {});
    greet(raw, secureContext, options, (socket) => http.emit('connection', socket));
  });
  await listening(server, options.port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

const secureContextOf = ({ shows, trusts }: ProvenServer) =>
  createSecureContext({
    ...pemOf(shows),
    ...trustOptions(trusts, 'listed'),
    minVersion: 'TLSv1.2',
    // The client is to judge the certificate, however weak it is.
    ciphers: 'DEFAULT@SECLEVEL=0',
  });

/** One handshake. OpenSSL refuses who shows nothing where it must; what is shown is judged afterwards. */
function greet(
  raw: Socket,
  secureContext: ReturnType<typeof createSecureContext>,
  { end, now, onHandshake }: StandInOptions,
  welcome: (socket: TLSSocket) => void,
): void {
  const address = `${raw.remoteAddress ?? LOOPBACK}:${raw.remotePort ?? 0}`;
  const { clientAuth, trusts, role } = end;
  const socket = new TLSSocket(raw, {
    isServer: true,
    secureContext,
    requestCert: clientAuth !== 'none',
    rejectUnauthorized: clientAuth === 'required',
  });
  let decided = false;
  const decide = (handshake: Omit<Handshake, 'address'>) => {
    if (!decided) onHandshake({ address, ...handshake });
    decided = true;
  };
  socket.on('error', (error: NodeJS.ErrnoException) => decide({ refusal: { code: error.code ?? error.message } }));
  socket.on('close', () => decide({ refusal: { code: 'ECONNRESET' } }));
  // The end of the handshake at the server's end, where Node has no secureConnect.
  socket.on('secure', () => {
    const chain = clientAuth === 'none' ? [] : peerChain(socket).map((der) => new X509Certificate(der));
    const [certificate] = chain;
    const rule = certificate && refusalOf(role, [certificate, ...chain.slice(1)], trusts, now());
    decide({
      protocol: socket.getProtocol() ?? '',
      ...(certificate && { certificate }),
      ...(rule && { refusal: { rule } }),
    });
    if (rule) socket.destroy();
    else welcome(socket);
  });
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'something listens there already' : error.message;
      const message = `cannot listen on ${LOOPBACK}:${port}: ${reason}`;
      reject(new CertlabError({ code: 'ERR_CONNECT', message, hint: 'choose another port, or 0 for any free one' }));
    });
    server.listen(port, LOOPBACK, resolve);
  });
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
