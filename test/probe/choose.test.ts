import { describe, expect, it } from 'vitest';
import { chooseClients } from '../../src/probe/choose.js';
import type { Observation } from '../../src/probe/observe.js';
import type { ClientEnd, Trust } from '../../src/setup/ends.js';
import { inspect } from '../../src/x509/read/material.js';
import { authority, LOOPBACK } from './pki.js';

const fleetCa = await authority('fleet-ca');
const esCa = await authority('es-ca');
const certificates = (pem: string) => inspect(Buffer.from(pem)).certificates;
const trusted = (name: string, pem: string): Trust => {
  const anchors = certificates(pem);
  return { where: name, anchors, files: [{ where: name, name, anchors }] };
};
const chain = certificates((await fleetCa.leaf('serverAuth', LOOPBACK)).cert).slice(0, 1);

const client = (parts: Pick<ClientEnd, 'link' | 'serverNames'> & { readonly trust: Trust }): ClientEnd => ({
  id: 'fleet-server-fleet.example.com',
  urlWhere: '--url',
  pairWhere: '--cert',
  hasPair: false,
  kind: 'install.sh',
  name: 'compared',
  ...parts,
});

/** The two clients on the host of a Fleet Server. */
const OWN = client({
  link: 'own-agent-to-fleet-server',
  serverNames: ['localhost'],
  trust: trusted('fleet-ca', fleetCa.pem),
});
const TO_ES = client({
  link: 'fleet-server-to-elasticsearch',
  serverNames: ['es.example.com'],
  trust: trusted('es-ca', esCa.pem),
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
