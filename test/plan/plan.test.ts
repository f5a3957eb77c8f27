import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../src/deployment/types.js';
import { LINK_ROWS } from '../../src/plan/links.js';
import { planDeployment } from '../../src/plan/plan.js';
import { deployment } from '../helpers/deployment.js';

const NOW = new Date('2026-11-24T10:00:00.500Z');
const plan = (overrides: Partial<Deployment> = {}) => planDeployment(deployment(overrides), NOW);
const host = (id: string, overrides: Partial<Deployment> = {}) =>
  plan(overrides).hosts.find((one) => one.id === id) ?? expect.fail(`no host ${id}`);
const names = (id: string, overrides: Partial<Deployment> = {}) => ({
  authorities: host(id, overrides).authorities,
  certificates: host(id, overrides).certificates.map((certificate) => certificate.name),
});

describe('a mutual deployment', () => {
  it('gives each host exactly what its links need', () => {
    expect(names('fleet-server-fleet.example.com')).toEqual({
      authorities: ['fleet-ca', 'agent-ca', 'es-ca'],
      certificates: ['fleet-cert', 'agent-cert', 'fleet-es-cert'],
    });
    expect(names('elasticsearch-es.example.com')).toEqual({
      authorities: ['agent-ca', 'es-ca'],
      certificates: ['es-cert'],
    });
    expect(names('kibana-kibana')).toEqual({ authorities: ['es-ca'], certificates: ['kibana-es-cert'] });
    expect(names('agent-web-01')).toEqual({ authorities: ['fleet-ca', 'es-ca'], certificates: ['agent-cert'] });
  });

  it('lets each authority sign for one role only', () => {
    expect(plan().authorities.map((authority) => [authority.name, authority.extendedKeyUsage])).toEqual([
      ['fleet-ca', ['serverAuth']],
      ['agent-ca', ['clientAuth']],
      ['es-ca', ['serverAuth', 'clientAuth']],
    ]);
  });

  it('encrypts the keys of agents, but not in containers, where nothing carries the passphrase', () => {
    expect(host('agent-web-01').certificates[0]?.passphrase).toBe('generate');
    expect(host('agent-pod-01').certificates[0]?.passphrase).toBe('none');
    expect(plan().notices.map((notice) => notice.code)).toContain('container-key-unencrypted');
  });

  it('says how many containers there are besides those it names', () => {
    const agents = Array.from({ length: 8 }, (_, index) => ({
      name: `pod-${index}`,
      platform: 'container' as const,
      altNames: [],
    }));
    const notice = plan({ agents }).notices.find(({ code }) => code === 'container-key-unencrypted');
    expect(notice?.message).toMatch(/: pod-0, pod-1, pod-2, pod-3, pod-4 and 3 more$/);
  });

  it('never encrypts the keys that Fleet Server and Kibana show their certificates for Elasticsearch with', () => {
    const everyChoice = { agentKeyPassphrase: 'given', fleetKeyPassphrase: 'given', esKeyPassphrase: 'given' } as const;
    const passphrases = Object.fromEntries(
      plan(everyChoice)
        .hosts.filter((one) => one.role !== 'agent')
        .flatMap((one) => one.certificates.map((certificate) => [certificate.name, certificate.passphrase])),
    );
    expect(passphrases).toEqual({
      'fleet-cert': 'given',
      'agent-cert': 'given',
      'fleet-es-cert': 'none',
      'es-cert': 'given',
      'kibana-es-cert': 'none',
    });
  });
});

describe('a one-way deployment', () => {
  const oneWay = { mode: 'one-way' } as const;

  it('issues server certificates only, from fleet-ca and es-ca', () => {
    expect(plan(oneWay).authorities.map((authority) => authority.name)).toEqual(['fleet-ca', 'es-ca']);
    expect(names('fleet-server-fleet.example.com', oneWay)).toEqual({
      authorities: ['fleet-ca', 'es-ca'],
      certificates: ['fleet-cert'],
    });
    expect(names('agent-web-01', oneWay)).toEqual({ authorities: ['fleet-ca', 'es-ca'], certificates: [] });
    expect(names('elasticsearch-es.example.com', oneWay)).toEqual({ authorities: [], certificates: ['es-cert'] });
  });
});

describe('client authentication for each link', () => {
  it('asked by Elasticsearch alone gives agents a certificate and leaves Fleet Server one-way', () => {
    const onlyElasticsearch = { clientAuth: 'none', esClientAuth: 'optional' } as const;
    expect(names('agent-web-01', onlyElasticsearch).certificates).toEqual(['agent-cert']);
    expect(names('fleet-server-fleet.example.com', onlyElasticsearch)).toEqual({
      authorities: ['fleet-ca', 'es-ca'],
      // The agent on that host sends its own logs and metrics to Elasticsearch.
      certificates: ['fleet-cert', 'agent-cert', 'fleet-es-cert'],
    });
  });

  it('asked by Fleet Server alone leaves Elasticsearch without client authorities', () => {
    const onlyFleet = { clientAuth: 'required', esClientAuth: 'none' } as const;
    expect(names('elasticsearch-es.example.com', onlyFleet).authorities).toEqual([]);
    expect(names('fleet-server-fleet.example.com', onlyFleet).certificates).toEqual(['fleet-cert', 'agent-cert']);
  });

  it('puts a client certificate and its authority on a link exactly when the server asks', () => {
    for (const clientAuth of ['none', 'optional', 'required'] as const) {
      for (const link of plan({ clientAuth, esClientAuth: clientAuth }).links) {
        expect(link.clientCertificate !== undefined).toBe(clientAuth !== 'none');
        expect(link.serverTrusts !== undefined).toBe(clientAuth !== 'none');
      }
    }
  });

  it('never lets one authority serve both directions between the same two roles, but for Elasticsearch', () => {
    for (const row of LINK_ROWS.filter((one) => one.server === 'fleet-server')) {
      expect(row.clientTrusts).not.toBe(row.serverTrusts);
    }
  });
});

it('the agent on a Fleet Server host gets its certificate as soon as one of the servers asks for one', () => {
  const has = (overrides: Partial<Deployment>) =>
    host('fleet-server-fleet.example.com', overrides).certificates.some(({ name }) => name === 'agent-cert');
  expect(has({ clientAuth: 'required', esClientAuth: 'none' })).toBe(true);
  expect(has({ clientAuth: 'none', esClientAuth: 'optional' })).toBe(true);
  expect(has({ mode: 'one-way' })).toBe(false);
});

describe('names', () => {
  const sans = (id: string, index: number, overrides: Partial<Deployment> = {}) =>
    host(id, overrides).certificates[index]?.subjectAltNames.map((san) => `${san.type}:${san.value}`);

  it('of a Fleet Server hold its URL and the three names of the host itself', () => {
    expect(sans('fleet-server-fleet.example.com', 0)).toEqual([
      'dns:fleet.example.com',
      'dns:localhost',
      'ip:127.0.0.1',
      'ip:::1',
    ]);
  });

  it('hold an address as an address', () => {
    expect(sans('agent-win-01', 0)).toEqual(['dns:win-01', 'ip:192.0.2.7']);
    const node = { url: 'https://[2001:db8::1]:9200', host: '2001:db8::1', port: 9200 };
    expect(sans('elasticsearch-2001-db8--1', 0, { elasticsearch: [node] })).toEqual(['ip:2001:db8::1']);
  });

  it('include the further names given for a host, once', () => {
    const further = { sans: { 'es.example.com': ['es.example.com', 'es.internal', '192.0.2.1'] } };
    expect(sans('elasticsearch-es.example.com', 0, further)).toEqual([
      'dns:es.example.com',
      'dns:es.internal',
      'ip:192.0.2.1',
    ]);
  });

  it('of an agent hold what Fleet Server 8.13.0 to 8.16.1 compares with the name it was dialled by', () => {
    const versions = [
      [{ major: 8, minor: 12 }, false],
      [{ major: 8, minor: 13 }, true],
      [{ major: 8, minor: 16 }, true],
      [{ major: 8, minor: 16, patch: 1 }, true],
      [{ major: 8, minor: 16, patch: 2 }, false],
      [{ major: 8, minor: 17 }, false],
      [{ major: 9, minor: 0 }, false],
    ] as const;
    for (const [stackVersion, compares] of versions) {
      expect(sans('agent-web-01', 0, { stackVersion })?.includes('dns:localhost'), JSON.stringify(stackVersion)).toBe(
        compares,
      );
    }
  });

  it('of subjects are unique, and shortened without losing that', () => {
    const long = (letter: string) =>
      ({ name: `${letter.repeat(60)}.${'x'.repeat(60)}`, platform: 'linux', altNames: [] }) as const;
    const subjects = plan({
      agents: [long('a'), long('b'), { ...long('a'), name: `${long('a').name}y` }],
    }).hosts.flatMap((one) => one.certificates.map((certificate) => certificate.subject));
    expect(new Set(subjects.map((subject) => JSON.stringify(subject))).size).toBe(subjects.length);
    for (const subject of subjects) expect(subject.commonName.length).toBeLessThanOrEqual(64);
  });
});

describe('validity', () => {
  it('begins ten minutes back, in whole seconds, and lasts the days that were asked for', () => {
    const { validity } = host('agent-web-01').certificates[0] ?? expect.fail();
    expect(validity.notBefore.toISOString()).toBe('2026-11-24T09:50:00.000Z');
    expect((validity.notAfter.getTime() + 1000 - validity.notBefore.getTime()) / 86_400_000).toBe(825);
  });

  it('of a leaf never ends after its authority, whatever the days', () => {
    const { hosts, authorities } = plan({ days: 365, caDays: 365 });
    for (const certificate of hosts.flatMap((one) => one.certificates)) {
      const authority = authorities.find((one) => one.name === certificate.authority) ?? expect.fail();
      expect(certificate.validity.notAfter.getTime()).toBeLessThanOrEqual(authority.validity.notAfter.getTime());
      expect(certificate.validity.notBefore.getTime()).toBeGreaterThanOrEqual(authority.validity.notBefore.getTime());
    }
  });
});

it('two hosts that would share a bundle are refused by name', () => {
  const node = (host: string) => ({ url: `https://${host}`, host, port: 9200 });
  expect(() => plan({ elasticsearch: [node('2001:db8::1'), node('2001-db8--1')] })).toThrow(
    /2001-db8--1 and .* both get the bundle/,
  );
});

it('files of Elasticsearch and Kibana go into their own configuration folders, whatever the target folder', () => {
  expect(host('elasticsearch-es.example.com').targetDir).toBe('/etc/elasticsearch/certs');
  expect(host('kibana-kibana').targetDir).toBe('/etc/kibana/certs');
  expect(host('agent-win-01').targetDir).toBe('C:\\ProgramData\\fleet-tls');
});
