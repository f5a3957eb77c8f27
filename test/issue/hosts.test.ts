import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { getEventListeners } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { inspect } from 'node:util';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Secrets } from '../../src/deployment/types.js';
import { type IssueOptions, issueAuthorities, issueHosts } from '../../src/issue/issue.js';
import type { IssuedHost } from '../../src/issue/types.js';
import type { PlannedHost } from '../../src/plan/types.js';
import { fromPem } from '../../src/x509/write/pem.js';
import { children, octets, parse } from '../x509/write/tree.js';
import { agent, certificate, host, plan } from './plan.js';

let authorities: Awaited<ReturnType<typeof issueAuthorities>>;
beforeAll(async () => {
  authorities = await issueAuthorities(plan([]), {});
});

const unchanged = async (issued: IssuedHost) => issued;
const start = (hosts: PlannedHost[], secrets: Secrets = {}, options: IssueOptions = {}) =>
  issueHosts(plan(hosts), authorities, secrets, unchanged, options);

async function all(work: AsyncIterable<IssuedHost>): Promise<IssuedHost[]> {
  const hosts: IssuedHost[] = [];
  for await (const issued of work) hosts.push(issued);
  return hosts;
}

/** How many hosts are made ahead, and begun together. */
const AHEAD = 32;

const agents = (count: number) => Array.from({ length: count }, (_, i) => agent(`agent-${i}`));

/** PBKDF2 iterations of an encrypted key. */
function iterations(pem: string): number {
  let node = parse(fromPem(pem)[0]!.der, 'the key');
  // EncryptedPrivateKeyInfo, its algorithm, PBES2-params, keyDerivationFunc, PBKDF2-params, iterationCount
  for (const index of [0, 1, 0, 1, 1]) node = children(node)[index]!;
  return octets(node).readUIntBE(0, octets(node).length);
}

describe('the hosts of a plan', () => {
  it('come in the order of the plan with certificates that match their keys', async () => {
    const progress: [number, number][] = [];
    const hosts = await all(start(agents(40), {}, { concurrency: 4, onProgress: (...seen) => progress.push(seen) }));
    expect(hosts.map(({ host: { name } }) => name)).toEqual(agents(40).map(({ name }) => name));
    expect(progress).toEqual(Array.from({ length: 40 }, (_, i) => [i + 1, 40]));
    for (const { certificates } of hosts) {
      const [{ der, key, plan: planned }] = certificates as [IssuedHost['certificates'][0]];
      const leaf = new X509Certificate(der);
      expect(leaf.subject).toBe(`O=fleet\nOU=agent-cert\nCN=${planned.subject.commonName}`);
      expect(leaf.checkPrivateKey(createPrivateKey(key))).toBe(true);
      expect(leaf.verify(new X509Certificate(authorities.get('agent-ca')!.der).publicKey)).toBe(true);
    }
  });

  it('get the chain where they are servers, the leaf alone where they are clients', async () => {
    const [issued] = await all(
      start([
        host(
          'fleet-server',
          'fleet',
          ['fleet-ca', 'agent-ca', 'es-ca'],
          certificate('fleet-cert', 'fleet'),
          certificate('agent-cert', 'fleet'),
          certificate('fleet-es-cert', 'fleet'),
          certificate('es-cert', 'fleet'),
          certificate('kibana-es-cert', 'fleet'),
        ),
      ]),
    );
    const chains = issued!.certificates.map(({ name, certificate: pem, der }) => {
      const [leaf, ...rest] = fromPem(pem).map((block) => block.der);
      expect(leaf).toEqual(der);
      return [name, rest] as const;
    });
    expect(chains).toEqual([
      ['fleet-cert', [authorities.get('fleet-ca')!.der]],
      ['agent-cert', []],
      ['fleet-es-cert', []],
      ['es-cert', [authorities.get('es-ca')!.der]],
      ['kibana-es-cert', []],
    ]);
  });

  it('get the certificates of their authorities and no private key of one', async () => {
    const [issued] = await all(start([agent('web-01')]));
    expect(Object.keys(issued!.authorities)).toEqual(['fleet-ca', 'es-ca']);
    expect(Object.keys(issued!.authorities['fleet-ca']!).sort()).toEqual(['certificate', 'der', 'name', 'trusted']);
    const everything = inspect(issued!.authorities, { depth: null, showHidden: true });
    expect(everything).not.toMatch(/PRIVATE KEY|KeyObject/);
    expect(new X509Certificate(issued!.authorities['es-ca']!.certificate).subject).toContain('CN=fleet es-ca');
  });

  it('take every certificate number and passphrase from the given source of randomness', async () => {
    let calls = 0;
    const counting = (size: number) => Buffer.alloc(size, ++calls);
    const [issued] = await all(start([agent('web-01', 'generate')], {}, { randomBytes: counting }));
    const { der, passphrase, key } = issued!.certificates[0]!;
    expect(new X509Certificate(der).serialNumber).toBe(`01${'01'.repeat(16)}`);
    expect(passphrase).toBe('c'.repeat(26));
    expect(createPrivateKey({ key, passphrase: passphrase! }).type).toBe('private');
  });

  it('are handed on one by one, and what is made of them comes in the order of the plan', async () => {
    const planned = plan(agents(5));
    const slowFirst = async ({ host: { id } }: IssuedHost) => {
      await setTimeout(id === planned.hosts[0]!.id ? 50 : 0);
      return id;
    };
    const ids: string[] = [];
    for await (const id of issueHosts(planned, authorities, {}, slowFirst)) ids.push(id);
    expect(ids).toEqual(planned.hosts.map(({ id }) => id));
  });

  it('are refused when the plan names an authority that it does not make', async () => {
    const planned = plan([agent('web-01')]);
    await expect(all(issueHosts(planned, new Map(), {}, unchanged))).rejects.toThrow(
      'the plan names fleet-ca and does not make it',
    );
  });
});

describe('the passphrase of a key', () => {
  it('is another for each certificate when generated, with few iterations', async () => {
    const hosts = await all(start([agent('a', 'generate'), agent('b', 'generate'), agent('c', 'generate')]));
    const made = hosts.map(({ certificates }) => certificates[0]!);
    expect(new Set(made.map(({ passphrase }) => passphrase)).size).toBe(3);
    for (const { key, passphrase } of made) {
      expect(createPrivateKey({ key, passphrase: passphrase! }).type).toBe('private');
      expect(iterations(key)).toBe(2048);
    }
  });

  it('is the given one for its kind of certificate, with many iterations', async () => {
    const secrets = { agentKeyPassphrase: 'for agents', fleetKeyPassphrase: 'for fleet', esKeyPassphrase: 'for es' };
    const certificates = (['fleet-cert', 'agent-cert', 'es-cert'] as const).map((name) =>
      certificate(name, 'x', 'given'),
    );
    const [issued] = await all(start([host('fleet-server', 'x', [], ...certificates)], secrets));
    expect(issued!.certificates.map(({ passphrase }) => passphrase)).toEqual(['for fleet', 'for agents', 'for es']);
    for (const { key, passphrase } of issued!.certificates) {
      expect(createPrivateKey({ key, passphrase: passphrase! }).type).toBe('private');
      expect(iterations(key)).toBe(5000);
    }
  });

  it('is absent from an unencrypted key', async () => {
    const [issued] = await all(start([agent('web-01')], { agentKeyPassphrase: 'not asked for' }));
    expect(issued!.certificates[0]).not.toHaveProperty('passphrase');
    expect(issued!.certificates[0]!.key).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  });

  it.each(['generate', 'given'] as const)('is refused (%s) where no setting could take it', async (choice) => {
    for (const name of ['fleet-es-cert', 'kibana-es-cert'] as const) {
      const work = start([host('kibana', 'k', [], certificate(name, 'k', choice))], { agentKeyPassphrase: 'x' });
      await expect(all(work)).rejects.toMatchObject({
        code: 'ERR_PKI',
        message: `${name}-key is always written without encryption`,
      });
    }
  });

  it('is asked for when it should be given and is not', async () => {
    await expect(all(start([agent('web-01', 'given')]))).rejects.toMatchObject({ code: 'ERR_MISSING_ANSWER' });
  });

  it('is not repeated by the refusal of an unusable one', async () => {
    const failure = await all(start([agent('web-01', 'given')], { agentKeyPassphrase: 'gehört niemandem' })).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 'ERR_PKI' });
    expect(inspect(failure, { depth: null })).not.toContain('niemandem');
  });
});

describe('the work', () => {
  it('waits for a consumer who takes his time', async () => {
    let made = 0;
    const hosts = start(
      agents(100),
      {},
      {
        concurrency: 2,
        onProgress: (done) => {
          made = done;
        },
      },
    );
    await hosts.next();
    await vi.waitFor(() => expect(made).toBe(2 * AHEAD + 1), 30_000);
    await setTimeout(50);
    expect(made).toBe(2 * AHEAD + 1);
    await hosts.return();
  });

  it('ends with the consumer who leaves', async () => {
    let made = 0;
    for await (const _ of start(
      agents(100),
      {},
      {
        concurrency: 2,
        onProgress: (done) => {
          made = done;
        },
      },
    ))
      break;
    const left = made;
    await setTimeout(200);
    expect(made - left).toBeLessThanOrEqual(2);
  });

  it('stops at once when it is cancelled, though keys are still being made', async () => {
    const slow = certificate('agent-cert', 'slow', 'none', 'rsa-4096');
    const controller = new AbortController();
    let made = 0;
    const hosts = Array.from({ length: 20 }, (_, i) => host('agent', `slow-${i}`, [], slow));
    const work = start(
      hosts,
      {},
      {
        concurrency: 2,
        signal: controller.signal,
        onProgress: (done) => {
          made = done;
        },
      },
    );
    const first = work.next();
    controller.abort(new Error('ctrl-c'));
    await expect(first).rejects.toMatchObject({ code: 'ERR_CANCELLED', cause: { message: 'ctrl-c' } });
    expect(made).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('stops between two hosts when it is cancelled', async () => {
    const controller = new AbortController();
    const work = start(agents(100), {}, { signal: controller.signal });
    await work.next();
    controller.abort();
    await expect(work.next()).rejects.toMatchObject({ code: 'ERR_CANCELLED' });
    expect(await work.next()).toEqual({ done: true, value: undefined });
  });

  it('leaves no listener on the signal of a finished run', async () => {
    const { signal } = new AbortController();
    await all(start(agents(20), {}, { signal, randomBytes }));
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});
