import { expect, it } from 'vitest';
import { parseInventory } from '../../src/store/inventory.js';

const CERTIFICATE = {
  name: 'fleet-ca',
  file: 'authorities/fleet-ca/fleet-ca.pem',
  subject: 'CN=fleet-ca,O=fleet',
  issuer: 'CN=fleet-ca,O=fleet',
  subjectAltNames: [],
  serial: '1f',
  keyType: 'ec-p256',
  keyEncrypted: false,
  sha256: 'a'.repeat(64),
  sha1: 'b'.repeat(40),
  spkiSha256: `${'A'.repeat(43)}=`,
  notBefore: '2026-01-01T00:00:00Z',
  notAfter: '2027-01-01T00:00:00Z',
};
const LINK = {
  id: 'agent-to-fleet-server',
  client: 'agent',
  server: 'fleet-server',
  serverCertificate: 'fleet-cert',
  clientTrusts: 'fleet-ca',
  clientAuth: 'none',
};
const INVENTORY = {
  inventoryVersion: 2,
  name: 'fleet',
  mode: 'one-way',
  stackVersion: '9.5',
  clientAuth: 'none',
  esClientAuth: 'none',
  createdAt: '2026-01-01T00:00:00Z',
  links: [LINK],
  authorities: [{ ...CERTIFICATE, generation: 1, signs: true, trusted: true }],
  hosts: [],
  retired: [],
};

const parse = (changes: object) => parseInventory(JSON.stringify({ ...INVENTORY, ...changes }));

it('a record of version 0.1.0 has one generation of each CA and nothing retired', () => {
  const { retired: _none, ...rest } = INVENTORY;
  const old = { ...rest, inventoryVersion: 1, authorities: [CERTIFICATE] };
  expect(parseInventory(JSON.stringify(old))).toEqual(INVENTORY);
});

it('a record is read as it was written, with what a later version added', () => {
  expect(parse({ more: 1 })).toEqual({ ...INVENTORY, more: 1 });
});

it.each([
  [{ inventoryVersion: 3 }, 'it was written by another version of fleet-certlab'],
  [{ hosts: null }, 'hosts is not as inventory.schema.json describes it'],
  [{ hosts: 'abc' }, 'hosts is not as inventory.schema.json describes it'],
  [{ hosts: undefined }, 'hosts is missing'],
  [{ createdAt: 'never' }, 'createdAt is not as inventory.schema.json describes it'],
  [{ authorities: [null] }, 'authorities[0] is not as inventory.schema.json describes it'],
  [{ authorities: [[]] }, 'authorities[0] is not as inventory.schema.json describes it'],
  [
    { authorities: [{ ...INVENTORY.authorities[0], serial: 7 }] },
    'authorities[0].serial is not as inventory.schema.json describes it',
  ],
  [{ links: [{ ...LINK, id: 'agent-to-kibana' }] }, 'links[0].id is not as inventory.schema.json describes it'],
  [{ links: [LINK, { id: LINK.id }] }, 'links[1].client is missing'],
])('a record that was changed by hand is refused: %j', (changes, message) => {
  expect(() => parse(changes)).toThrow(message);
});

it.each(['null', '1', '[]', '"x"'])('%s is no record', (text) => {
  expect(() => parseInventory(text)).toThrow('it was written by another version of fleet-certlab');
});
