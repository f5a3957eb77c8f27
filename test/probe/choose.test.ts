import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { chooseClients } from '../../src/probe/choose.js';
import type { Observation } from '../../src/probe/observe.js';
import type { ClientEnd } from '../../src/prove/ends.js';
import { authority, LOOPBACK } from './pki.js';

const fleetCa = await authority('fleet-ca');
const esCa = await authority('es-ca');
const trusted = (name: string, pem: string) => [{ name, certificate: new X509Certificate(pem) }];
const chain = [new X509Certificate((await fleetCa.leaf('serverAuth', LOOPBACK)).cert)];

const client = (parts: Pick<ClientEnd, 'link' | 'dials' | 'trusts'>): ClientEnd => ({
  bundle: 'fleet-server-fleet.example.com',
  kind: 'install.sh',
  name: 'compared',
  ...parts,
});

/** The two clients on the host of a Fleet Server. */
const OWN = client({
  link: 'own-agent-to-fleet-server',
  dials: ['localhost'],
  trusts: trusted('fleet-ca', fleetCa.pem),
});
const TO_ES = client({
  link: 'fleet-server-to-elasticsearch',
  dials: ['es.example.com'],
  trusts: trusted('es-ca', esCa.pem),
});

const chosen = (host: string, seen: Partial<Observation> = {}) =>
  chooseClients([OWN, TO_ES], { url: '', host, port: 443 }, { ...({} as Observation), chain: [], ...seen });

describe('of the clients in a bundle knock', () => {
  it('those that dial the target', () => {
    const application = { name: 'Fleet Server', state: [] } as const;
    expect(chosen('es.example.com', { application, chain })).toEqual([TO_ES]);
  });

  it('else those meant for the program that answers', () => {
    expect(chosen('fleet.example.com', { application: { name: 'Fleet Server', state: [] } })).toEqual([OWN]);
    expect(chosen('10.0.0.1', { application: { name: 'Elasticsearch', state: [] }, chain })).toEqual([TO_ES]);
  });

  it('else those that trust what is presented', () => {
    expect(chosen('fleet.example.com', { chain })).toEqual([OWN]);
  });

  it('else all of them', () => {
    expect(chosen('fleet.example.com')).toEqual([OWN, TO_ES]);
  });
});
