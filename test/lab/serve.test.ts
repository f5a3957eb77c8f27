import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { request } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NEWEST_VERSION } from '../../src/deployment/versions.js';
import { breakDeployment } from '../../src/lab/break.js';
import { FAULTS } from '../../src/lab/catalogue/index.js';
import { type Served, serveDeployment } from '../../src/lab/serve/serve.js';
import { probe } from '../../src/probe/probe.js';
import { readBundle } from '../../src/setup/bundle.js';
import { hasOpenssl } from '../x509/write/support.js';
import { EVERY_FAULT_FITS, makeDeployment, temporaryFolder } from './deployments.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let good: string;
/** With every key that a fault may need to be encrypted. */
let fitting: string;
let served: Served | undefined;
let log: string[];

beforeAll(async () => {
  folder = await temporaryFolder();
  good = join(folder.path, 'good');
  await makeDeployment(good, { ...EVERY_FAULT_FITS, agentKeyPassphrase: 'none' });
  fitting = join(folder.path, 'fitting');
  await makeDeployment(fitting, EVERY_FAULT_FITS);
});
afterAll(() => folder.remove());
afterEach(async () => {
  await served?.close();
  served = undefined;
});

async function serve(from = good): Promise<Served> {
  log = [];
  served = await serveDeployment(from, {
    ports: { 'fleet-server': 0, elasticsearch: 0 },
    randomBytes,
    now: () => new Date(),
    holdCheckins: 10,
    log: (role, line) => log.push(`${role}: ${line}`),
  });
  return served;
}

const portOf = (role: string): number => served!.servers.find((one) => one.role === role)!.port;

interface Asked {
  readonly host: string;
  readonly role: string;
  /** Bundle and name of the certificate that is shown. */
  readonly as?: readonly [bundle: string, certificate: string];
  readonly trusts: string;
  readonly path: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

/** A request by somebody who dials the host's name and arrives at the stand-in. */
async function ask({ host, role, as, trusts, path, method = 'GET', headers = {} }: Asked, from = good) {
  const file = async (bundle: string, name: string) =>
    (await readBundle(join(from, 'bundles', `${bundle}.zip`))).files.get(`certs/${name}`)!.content;
  const client = as && { cert: await file(as[0], `${as[1]}.pem`), key: await file(as[0], `${as[1]}-key.pem`) };
  const ca = await file('agent-web-01', `${trusts}.pem`);
  return new Promise<{
    status: number;
    headers: Record<string, unknown>;
    body: { item?: Record<string, string> } & Record<string, unknown>;
  }>((resolve, reject) => {
    const outgoing = request({
      ...client,
      ca,
      host: '127.0.0.1',
      servername: host,
      port: portOf(role),
      path,
      method,
      headers,
      agent: false,
    });
    outgoing.on('error', reject).on('response', async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      const body = JSON.parse(Buffer.concat(chunks).toString());
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
    });
    outgoing.end();
  });
}

const FLEET = { host: 'fleet.example.com', role: 'fleet-server', trusts: 'fleet-ca', path: '/api/status' };
const AGENT = ['agent-web-01', 'agent-cert'] as const;
const ES = { host: 'es.example.com', role: 'elasticsearch', trusts: 'es-ca', path: '/' };
const TOKEN = { authorization: 'ApiKey lab' };

describe('the stand-in of Fleet Server', () => {
  it('lets an agent of the deployment in and says that it is healthy', async () => {
    await serve();
    const { status, body } = await ask({ ...FLEET, as: AGENT });
    expect([status, body]).toEqual([200, { name: 'fleet-server', status: 'HEALTHY' }]);
    expect(log[0]).toMatch(
      /^fleet-server: TLS handshake with 127\.0\.0\.1:\d+ \(TLSv1\.3\): client certificate CN=web-01,/,
    );
    expect(log[1]).toBe('fleet-server: GET /api/status 200');
  });

  it('enrolls whoever brings a token, with all that Elastic Agent insists on', async () => {
    await serve();
    const enroll = { ...FLEET, as: AGENT, path: '/api/fleet/agents/enroll', method: 'POST' };
    const { status, body } = await ask({ ...enroll, headers: TOKEN });
    expect(status).toBe(200);
    expect(body).toMatchObject({ action: 'created', item: { type: 'PERMANENT', status: 'online' } });
    const { id, access_api_key = '' } = body.item ?? {};
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Buffer.from(access_api_key, 'base64').toString()).toMatch(/^[\w-]+:[\w-]+$/);
    const again = await ask({ ...enroll, headers: TOKEN });
    expect(again.body.item?.id).not.toBe(id);
    expect((await ask(enroll)).status).toBe(401);
  });

  it('gives an agent that checks in a policy without inputs, and nothing more to do', async () => {
    await serve();
    const agent = { ...FLEET, as: AGENT, method: 'POST', headers: TOKEN };
    const checkin = () => ask({ ...agent, path: '/api/fleet/agents/some-id/checkin' });
    expect((await checkin()).body).toMatchObject({
      actions: [{ type: 'POLICY_CHANGE', agent_id: 'some-id', data: { policy: { id: 'fleet-certlab', inputs: [] } } }],
    });
    expect((await checkin()).body).toEqual({ action: 'checkin', ack_token: '', actions: [] });
    expect((await ask({ ...agent, path: '/api/fleet/agents/some-id/acks' })).body).toEqual({
      action: 'acks',
      items: [],
    });
    expect((await ask({ ...agent, path: '/api/fleet/other' })).status).toBe(404);
  });

  it('writes down as Go would whom it refuses, and why', async () => {
    await serve();
    await expect(ask(FLEET)).rejects.toMatchObject({ code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' });
    expect(log.at(-1)).toMatch(
      /: http: TLS handshake error from 127\.0\.0\.1:\d+: tls: client didn't provide a certificate$/,
    );
    await expect(ask({ ...FLEET, as: ['kibana-kibana.example.com', 'kibana-es-cert'] })).rejects.toThrow();
    expect(log.at(-1)).toMatch(/: tls: failed to verify certificate: x509: certificate signed by unknown authority$/);
    const plain = connect(portOf('fleet-server'), '127.0.0.1', () => plain.end('GET / HTTP/1.1\r\n\r\n'));
    plain.on('error', () => {});
    await expect.poll(() => log.at(-1)).toMatch(/: client sent an HTTP request to an HTTPS server$/);
  });

  it('is what probe takes for Fleet Server', async () => {
    await serve();
    const port = portOf('fleet-server');
    const target = { url: `https://localhost:${port}`, host: 'localhost', port };
    const route = { target: { ...target, host: '127.0.0.1' }, timeout: 5000, signal: new AbortController().signal };
    const options = { now: new Date(), fips: false, stackVersion: NEWEST_VERSION };
    const result = await probe(route, { bundle: join(good, 'bundles', 'agent-web-01.zip') }, options);
    expect(result.application).toEqual({ name: 'Fleet Server', state: ['HEALTHY'] });
    expect(result.request.authorities).toEqual(['CN=fleet-ca,O=fleet', 'CN=agent-ca,O=fleet']);
    expect(result.admissions.map(({ admitted }) => admitted)).toEqual([true, true]);
    expect(result.findings).toEqual([]);
  });
});

describe('the stand-in of Elasticsearch', () => {
  it('tells a client of the deployment its name and version', async () => {
    await serve();
    const { status, headers, body } = await ask({ ...ES, as: AGENT });
    expect(status).toBe(200);
    expect(headers['x-elastic-product']).toBe('Elasticsearch');
    expect(body).toMatchObject({
      cluster_name: 'fleet',
      version: { number: '9.5.0' },
      tagline: 'You Know, for Search',
    });
  });

  it("writes down as Elasticsearch would whom it refuses, with the certificate's SHA-1 fingerprint", async () => {
    await serve();
    await expect(ask(ES)).rejects.toThrow();
    expect(log.at(-1)).toMatch(/caught exception while handling client http traffic.*Empty client certificate chain$/);
    await expect(ask({ ...ES, as: ['fleet-server-fleet.example.com', 'fleet-cert'] })).rejects.toThrow();
    expect(log.at(-1)).toMatch(
      /failed to establish trust with client at .*subject name \[CN=fleet\.example\.com,.*fingerprint \[[0-9a-f]{40}\], keyUsage \[digitalSignature\] and extendedKeyUsage \[serverAuth\]/,
    );
  });
});

describe.runIf(hasOpenssl)('a client that does not trust the server, and says so as Node does not', () => {
  it.each([
    ['fleet-server', /: remote error: tls: unknown certificate authority$/],
    ['elasticsearch', /: http client did not trust this server's certificate.*Received fatal alert: unknown_ca$/],
  ])('is written down as %s would', async (role, line) => {
    await serve();
    const stranger = join(good, 'authorities/agent-ca/agent-ca.pem');
    const words = ['s_client', '-connect', `127.0.0.1:${portOf(role)}`, '-CAfile', stranger, '-verify_return_error'];
    spawn('openssl', words, { stdio: ['ignore', 'ignore', 'ignore'] });
    await expect.poll(() => log.at(-1) ?? '').toMatch(line);
  });
});

describe('a deployment that is served', () => {
  it('is met by what it says to type', async () => {
    const { commands } = await serve();
    expect(commands[1]).toContain(`curl --connect-to fleet.example.com:8220:127.0.0.1:${portOf('fleet-server')}`);
    expect(commands[1]).toContain('--cert agent-cert.pem --key agent-cert-key.pem');
    expect(commands[2]).toContain('elastic-agent enroll --force --skip-daemon-reload');
    expect(commands[3]).toContain(
      `--cacert es-ca.pem --cert agent-cert.pem --key agent-cert-key.pem https://es.example.com:`,
    );
  });

  it('listens on the loopback interface alone', async () => {
    await serve();
    const elsewhere = connect(portOf('fleet-server'), '127.0.0.2');
    await expect(
      new Promise((resolve, reject) => elsewhere.on('connect', resolve).on('error', reject)),
    ).rejects.toThrow('ECONNREFUSED');
  });

  it('does not take a port that is taken', async () => {
    await serve();
    const ports = { 'fleet-server': portOf('fleet-server'), elasticsearch: 0 };
    const options = { ports, randomBytes, now: () => new Date(), holdCheckins: 10, log: () => {} };
    await expect(serveDeployment(good, options)).rejects.toMatchObject({ code: 'ERR_CONNECT' });
  });

  it.each([
    ['an expired certificate', 'expired-certificate', 'CERT_HAS_EXPIRED'],
    ['a certificate without the name', 'wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['an authority that is no authority', 'authority-without-ca-true', 'INVALID_PURPOSE'],
  ])('may show %s, which the client refuses', async (_, id, code) => {
    const from = join(folder.path, id);
    const fault = FAULTS.find((one) => one.id === id)!;
    await breakDeployment(good, fault, from, { environment: {}, now: new Date(), randomBytes });
    await serve(from);
    await expect(ask({ ...FLEET, as: AGENT }, from)).rejects.toMatchObject({ code });
  });

  it.each(FAULTS.map((fault) => [fault.id, fault] as const))('may have the fault %s', async (id, fault) => {
    const from = join(folder.path, `served-${id}`);
    await breakDeployment(fitting, fault, from, { environment: {}, now: new Date(), randomBytes });
    const { servers, findings } = await serve(from);
    // What cannot start is said.
    expect(servers.length === 2 || findings.length > 0).toBe(true);
  });

  it('says which server cannot start, and starts the others', async () => {
    const from = join(folder.path, 'upside-down');
    const fault = FAULTS.find(({ id }) => id === 'chain-upside-down')!;
    await breakDeployment(good, fault, from, { environment: {}, now: new Date(), randomBytes });
    const { servers, findings } = await serve(from);
    expect(servers.map(({ role }) => role)).toEqual(['elasticsearch']);
    expect(findings.map(({ rule }) => rule)).toEqual(['key-mismatch']);
  });
});
