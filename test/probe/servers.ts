import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, createServer as createNetServer, type Server as NetServer } from 'node:net';
import { createServer as createTlsServer, type Server, type TlsOptions } from 'node:tls';

/** Servers of one test, closed after it. */
const open = new Set<NetServer | Server | HttpServer>();

export async function closeServers(): Promise<void> {
  for (const server of open) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  }
  open.clear();
}

async function listening(server: NetServer | Server | HttpServer): Promise<number> {
  open.add(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Answers by path; `headers` go with every answer. */
export function httpsServer(
  options: TlsOptions,
  answers: Readonly<Record<string, { status?: number; headers?: Record<string, string>; body: string }>>,
): Promise<number> {
  const server = createHttpsServer(options, (request, response) => {
    const { status = 200, headers = {}, body } = answers[request.url ?? ''] ?? { status: 404, body: '{}' };
    response.writeHead(status, headers).end(body);
  });
  return listening(server);
}

/** Accepts TLS and then never says a word. */
export const silentServer = (options: TlsOptions): Promise<number> => listening(createTlsServer(options, () => {}));

/** An HTTP proxy that knows CONNECT alone, and remembers where it was asked to go. */
export async function connectProxy(to: { status?: number; port: number }): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const server = createHttpServer((_, response) => response.writeHead(501).end());
  server.on('connect', (request, client) => {
    asked.push(request.url ?? '');
    client.on('error', () => {});
    if (to.status !== undefined) {
      client.end(`HTTP/1.1 ${to.status} No\r\n\r\n`);
      return;
    }
    const upstream = connect({ host: '127.0.0.1', port: to.port }, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.pipe(upstream).pipe(client);
    });
    upstream.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  return { port: await listening(server), asked };
}

/** Plain HTTP. */
export const plainServer = (): Promise<number> => listening(createHttpServer((_, response) => response.end('hello')));

/** Sends the same bytes to whoever connects. */
export const rawServer = (bytes: Buffer): Promise<number> =>
  listening(createNetServer((socket) => void socket.on('error', () => {}).write(bytes)));

/** Hangs up on whoever connects. */
export const closingServer = (): Promise<number> =>
  listening(createNetServer((socket) => void socket.on('error', () => {}).destroy()));

/** A first flight of TLS 1.2 with this certificate, whatever it is. */
export function flightWith(certificate: Buffer): Buffer {
  const size = (length: number) => Buffer.of(length >> 16, (length >> 8) & 0xff, length & 0xff);
  const message = (type: number, body: Buffer) => Buffer.concat([Buffer.of(type), size(body.length), body]);
  const list = Buffer.concat([size(certificate.length), certificate]);
  const messages = Buffer.concat([
    message(2, Buffer.concat([Buffer.of(3, 3), Buffer.alloc(36)])),
    message(11, Buffer.concat([size(list.length), list])),
    message(14, Buffer.alloc(0)),
  ]);
  return Buffer.concat([Buffer.of(22, 3, 3), size(messages.length).subarray(1), messages]);
}
