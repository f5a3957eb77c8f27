import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { NEWEST_VERSION } from '../../src/deployment/versions.js';
import type { Credentials } from '../../src/probe/clients.js';
import { probe } from '../../src/probe/probe.js';
import type { ProbeResult } from '../../src/probe/types.js';
import { readBundle } from '../../src/setup/bundle.js';
import { integer } from '../../src/x509/write/asn1.js';
import { writeBundles } from '../proof/fixture.js';
import { odd } from '../x509/read/odd.js';
import { authority, LOOPBACK } from './pki.js';
import {
  closeServers,
  closingServer,
  connectProxy,
  flightWith,
  httpsServer,
  plainServer,
  rawServer,
  silentServer,
} from './servers.js';

const FLEET = { '/api/status': { body: '{"name":"fleet-server","status":"HEALTHY"}' } };
const ES_HEADERS = { 'x-elastic-product': 'Elasticsearch' };
const ES_BODY = '{"cluster_name":"prod","version":{"number":"9.2.0"},"tagline":"You Know, for Search"}';
const ES = {
  '/': { headers: ES_HEADERS, body: ES_BODY },
  '/api/status': { status: 400, headers: ES_HEADERS, body: '{}' },
};
const NOBODY: Credentials = { ca: [] };

let fleetCa: Awaited<ReturnType<typeof authority>>;
let agentCa: Awaited<ReturnType<typeof authority>>;
let server: { cert: string; key: string };
let agent: { cert: string; key: string };

beforeAll(async () => {
  [fleetCa, agentCa] = [await authority('fleet-ca'), await authority('agent-ca')];
  server = await fleetCa.leaf('serverAuth', LOOPBACK);
  agent = await agentCa.leaf('clientAuth', [{ type: 'dns', value: 'web-01' }]);
});

afterEach(closeServers);

function look(
  port: number,
  credentials: Credentials = NOBODY,
  options: { proxy?: number; timeout?: number; signal?: AbortSignal; host?: string } = {},
): Promise<ProbeResult> {
  const { proxy, timeout = 5000, signal = new AbortController().signal, host = '127.0.0.1' } = options;
  const target = { url: `https://${host}:${port}`, host, port };
  const through = proxy === undefined ? {} : { proxy: { host: '127.0.0.1', port: proxy } };
  const judging = { now: new Date(), fips: false, stackVersion: NEWEST_VERSION };
  return probe({ target, timeout, signal, ...through }, credentials, judging);
}

/** The files of a client, in a folder that goes away with the test. */
async function given(files: { ca?: string; cert?: string; key?: string; passphrase?: string }): Promise<Credentials> {
  const folder = await mkdtemp(join(tmpdir(), 'probe-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const put = async (name: string, content: string | undefined) => {
    if (content === undefined) return undefined;
    await writeFile(join(folder, name), content, { mode: 0o600 });
    return join(folder, name);
  };
  const [ca, cert, key, passphraseFile] = await Promise.all([
    put('trusted.pem', files.ca),
    put('agent.pem', files.cert),
    put('agent-key.pem', files.key),
    put('secret.txt', files.passphrase),
  ]);
  return {
    ca: ca === undefined ? [] : [ca],
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(passphraseFile !== undefined && { passphraseFile }),
  };
}

const rulesOf = ({ findings }: ProbeResult) => findings.map(({ rule }) => rule);

describe('a stranger sees', () => {
  it('the chain as it was sent, with fingerprints as logs print them', async () => {
    const { chain, findings } = await look(await httpsServer(server, FLEET));
    expect(chain.map(({ subject }) => subject)).toEqual(['CN=fleet-ca serverAuth,O=probe', 'CN=fleet-ca,O=probe']);
    expect(chain[0]).toMatchObject({ authority: false, key: 'EC prime256v1', daysLeft: 89 });
    expect(chain[0]!.subjectAltNames).toEqual(['DNS:localhost', 'IP:127.0.0.1']);
    expect(chain[0]!.sha1).toMatch(/^[0-9a-f]{40}$/);
    expect(chain[0]!.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(chain[0]!.spkiSha256).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(findings).toEqual([]);
  });

  it('the authorities that clients must come from, although TLS libraries do not show them', async () => {
    const port = await httpsServer({ ...server, ca: [agentCa.pem, fleetCa.pem], requestCert: true }, FLEET);
    const { request } = await look(port);
    expect(request).toEqual({ asks: 'required', authorities: ['CN=agent-ca,O=probe', 'CN=fleet-ca,O=probe'] });
  });

  it('that a certificate is asked for and not insisted on', async () => {
    const port = await httpsServer({ ...server, ca: agentCa.pem, requestCert: true, rejectUnauthorized: false }, FLEET);
    expect((await look(port)).request.asks).toBe('optional');
  });

  it('that no certificate is asked for', async () => {
    expect((await look(await httpsServer(server, FLEET))).request).toEqual({ asks: 'no' });
  });

  it('which versions a server speaks', async () => {
    const { versions } = await look(await httpsServer({ ...server, maxVersion: 'TLSv1.2' }, FLEET));
    expect(versions).toEqual({ TLSv1: false, 'TLSv1.1': false, 'TLSv1.2': true, 'TLSv1.3': false });
  });

  it('old versions, although no handshake with them is completed', async () => {
    const options = { ...server, minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const { versions } = await look(await httpsServer(options, FLEET));
    expect(versions).toEqual({ TLSv1: true, 'TLSv1.1': true, 'TLSv1.2': true, 'TLSv1.3': true });
  });

  it('of a server that speaks TLS 1.3 only its chain and that it insists on a certificate, not whose', async () => {
    const options = { ...server, ca: agentCa.pem, requestCert: true, minVersion: 'TLSv1.3' } as const;
    const { versions, request, chain } = await look(await httpsServer(options, FLEET));
    expect(versions['TLSv1.2']).toBe(false);
    expect(request).toEqual({ asks: 'required' });
    expect(chain[0]!.subject).toBe('CN=fleet-ca serverAuth,O=probe');
  });

  it('of a server that speaks TLS 1.3 only nothing about a request it can do without', async () => {
    const { request } = await look(await httpsServer({ ...server, minVersion: 'TLSv1.3' }, FLEET));
    expect(request).toEqual({ asks: 'unknown' });
  });

  it.each([
    ['Fleet Server', FLEET, { name: 'Fleet Server', state: ['HEALTHY'] }],
    ['Elasticsearch', ES, { name: 'Elasticsearch', state: ['prod', '9.2.0'] }],
    [
      'Elasticsearch that asks for a password',
      Object.fromEntries(
        ['/', '/api/status'].map((path) => [path, { status: 401, headers: ES_HEADERS, body: '{"error":{}}' }]),
      ),
      { name: 'Elasticsearch', state: ['asks for credentials'] },
    ],
    ['Kibana', { '/api/status': { headers: { 'kbn-name': 'kibana' }, body: '{}' } }, { name: 'Kibana', state: [] }],
    ['something else', { '/': { body: '<html>' } }, undefined],
  ])('%s by its answer', async (_, answers, application) => {
    expect((await look(await httpsServer(server, answers))).application).toEqual(application);
  });

  it('no text of a server that could mislead a terminal', async () => {
    const body = JSON.stringify({ name: 'fleet-server', status: '\u001b[2JHEALTHY' });
    const { application } = await look(await httpsServer(server, { '/api/status': { body } }));
    expect(application).toEqual({ name: 'Fleet Server', state: [] });
  });

  it('a certificate that will end soon', async () => {
    const soon = { notBefore: new Date(Date.now() - 9e7), notAfter: new Date(Date.now() + 9e7) };
    const result = await look(await httpsServer(await fleetCa.leaf('serverAuth', LOOPBACK, soon), FLEET));
    expect(rulesOf(result)).toEqual(['certificate-expires-soon']);
  });

  it('a certificate that has ended', async () => {
    const ended = { notBefore: new Date(Date.now() - 9e7), notAfter: new Date(Date.now() - 8.7e7) };
    const port = await httpsServer(await fleetCa.leaf('serverAuth', LOOPBACK, ended), FLEET);
    const result = await look(port);
    expect(rulesOf(result)).toEqual(['certificate-expired']);
    expect(result.chain[0]!.daysLeft).toBe(-1);
  });
});

describe('a client', () => {
  const mutual = () => httpsServer({ ...server, ca: agentCa.pem, requestCert: true }, FLEET);

  it('with the right certificate and authority gets in, and sees which program it is', async () => {
    const result = await look(await mutual(), await given({ ca: fleetCa.pem, ...agent }));
    expect(result.admissions).toEqual([
      { client: 'agent-to-fleet-server', tls: 'TLSv1.2', admitted: true, reason: 'HTTP 200' },
      { client: 'agent-to-fleet-server', tls: 'TLSv1.3', admitted: true, reason: 'HTTP 200' },
    ]);
    expect(result.application?.name).toBe('Fleet Server');
    expect(result.madeBy).toBe('trusted');
    expect(result.findings).toEqual([]);
  });

  it('that is kept out learns why by the rules of the other commands', async () => {
    const without = await look(await mutual(), await given({ ca: fleetCa.pem }));
    expect(without.admissions.every(({ admitted }) => admitted)).toBe(false);
    expect(rulesOf(without)).toEqual(['client-certificate-missing']);

    const stranger = await fleetCa.leaf('clientAuth', [{ type: 'dns', value: 'web-01' }]);
    const wrong = await look(await mutual(), await given({ ca: fleetCa.pem, ...stranger }));
    expect(rulesOf(wrong)).toEqual(['client-authority-not-requested']);

    const distrusting = await look(await mutual(), await given({ ca: agentCa.pem, ...agent }));
    expect(rulesOf(distrusting)).toEqual(['issuer-not-trusted']);
    expect(distrusting.madeBy).toBeUndefined();
  });

  it('that dials a name the certificate does not hold is told so', async () => {
    const port = await httpsServer(
      await fleetCa.leaf('serverAuth', [{ type: 'dns', value: 'fleet.example.com' }]),
      FLEET,
    );
    const result = await look(port, await given({ ca: fleetCa.pem }));
    expect(rulesOf(result)).toEqual(['address-not-in-san']);
    expect(result.admissions[0]!.reason).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('whose key does not open is told so, by the name of the file it gave', async () => {
    const credentials = await given({ ca: fleetCa.pem, ...agent, key: server.key });
    const { findings } = await look(await mutual(), credentials);
    expect(findings.map(({ rule, where }) => ({ rule, where }))).toEqual([
      { rule: 'key-mismatch', where: 'key' in credentials ? credentials.key : undefined },
    ]);
  });

  it('that a server keeps out for reasons of its own is told the reason', async () => {
    const port = await httpsServer({ ...server, ca: [agentCa.pem], requestCert: true, minVersion: 'TLSv1.3' }, FLEET);
    const stranger = await fleetCa.leaf('clientAuth', [{ type: 'dns', value: 'web-01' }]);
    const { findings } = await look(port, await given({ ca: fleetCa.pem, ...stranger }));
    expect(findings.map(({ rule }) => rule)).toEqual(['handshake-refused']);
  });

  it("of an agent's bundle knocks at Elasticsearch too, as the output of this program's settings has it", async () => {
    const elasticsearch = [{ url: 'https://127.0.0.1:9200', host: '127.0.0.1', port: 9200 }];
    const folder = await writeBundles({ overrides: { elasticsearch } });
    const { files } = await readBundle(join(folder, 'bundles/elasticsearch-127.0.0.1.zip'));
    const pem = (name: string) => files.get(`certs/${name}.pem`)!.content;
    const options = { cert: pem('es-cert'), key: pem('es-cert-key'), ca: pem('agent-ca'), requestCert: true };
    const result = await look(await httpsServer(options, ES), { bundle: join(folder, 'bundles/agent-web-01.zip') });
    expect(result.admissions.map(({ client, admitted }) => [client, admitted])).toEqual([
      ['agent-to-elasticsearch', true],
      ['agent-to-elasticsearch', true],
    ]);
    expect(result.findings).toEqual([]);
  });

  it('cannot be half a pair', async () => {
    const port = await mutual();
    await expect(look(port, await given({ cert: agent.cert }))).rejects.toMatchObject({ code: 'ERR_USAGE' });
    await expect(look(port, await given({ passphrase: 'x' }))).rejects.toMatchObject({ code: 'ERR_USAGE' });
  });
});

describe('the way to the server', () => {
  it('goes through a proxy, which is told nothing but the address', async () => {
    const port = await httpsServer(server, FLEET);
    const proxy = await connectProxy({ port });
    const { application } = await look(port, NOBODY, { proxy: proxy.port, host: 'localhost' });
    expect(application?.name).toBe('Fleet Server');
    expect(new Set(proxy.asked)).toEqual(new Set([`localhost:${port}`]));
  });

  it('ends at a proxy that refuses', async () => {
    const proxy = await connectProxy({ status: 403, port: 1 });
    await expect(look(9, NOBODY, { proxy: proxy.port })).rejects.toThrow('HTTP status 403');
  });

  it('ends where nothing listens', async () => {
    const port = await plainServer();
    await closeServers();
    await expect(look(port)).rejects.toMatchObject({ code: 'ERR_CONNECT' });
  });

  it('ends at plain HTTP, and says so', async () => {
    await expect(look(await plainServer())).rejects.toThrow('does not speak TLS: the server answers plain HTTP');
  });

  it('ends at a server that hangs up on everybody, of which nothing can be told', async () => {
    await expect(look(await closingServer())).rejects.toThrow('agrees on no version of TLS');
  });

  it('finds a certificate that cannot be read, and says what Elastic Agent says about it', async () => {
    const port = await rawServer(flightWith(Buffer.from('no certificate')));
    const { chain, findings } = await look(port);
    expect(chain).toEqual([]);
    expect(findings.map(({ rule, seen }) => [rule, seen?.text])).toContainEqual([
      'certificate-refused',
      'tls: failed to parse certificate from server: x509: malformed certificate',
    ]);
  });

  it('judges a certificate that OpenSSL reads and Go does not', async () => {
    const port = await rawServer(flightWith(odd({ serial: integer(Buffer.of(0x80)) })));
    const { chain, findings } = await look(port);
    expect(chain).toHaveLength(1);
    expect(findings.map(({ seen }) => seen?.text)).toContain(
      'tls: failed to parse certificate from server: x509: negative serial number',
    );
  });

  it('ends when the server does not answer in time', async () => {
    const port = await silentServer(server);
    await expect(look(port, NOBODY, { timeout: 300 })).rejects.toThrow('did not answer within 0.3 seconds');
  });

  it('ends when the operator interrupts', async () => {
    const abort = new AbortController();
    const port = await silentServer(server);
    setTimeout(() => abort.abort(new Error('interrupted')), 100);
    await expect(look(port, NOBODY, { signal: abort.signal })).rejects.toThrow('interrupted');
  });

  it('does not follow a redirect', async () => {
    const elsewhere = await plainServer();
    const moved = { status: 302, headers: { location: `http://127.0.0.1:${elsewhere}/` }, body: '' };
    const result = await look(await httpsServer(server, { '/api/status': moved, '/': moved }));
    expect(result.application).toBeUndefined();
  });
});
