import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { createServer as createTlsServer, type Server, type TlsOptions } from 'node:tls';

/** Servers of one test, closed after it. */
const open = new Set<Server | HttpServer>();

export async function closeServers(): Promise<void> {
  for (const server of open) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  }
  open.clear();
}

async function listening(server: Server | HttpServer): Promise<number> {
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
