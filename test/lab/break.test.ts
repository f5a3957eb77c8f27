import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breakDeployment } from '../../src/lab/break.js';
import { FAULTS } from '../../src/lab/catalogue/index.js';
import type { Fault } from '../../src/lab/types.js';
import { proveDeployment } from '../../src/proof/prove.js';
import { readZip } from '../../src/setup/archive.js';
import type { Inventory } from '../../src/store/types.js';
import { EVERY_FAULT_FITS, makeDeployment, temporaryFolder } from './deployments.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let good: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  good = join(folder.path, 'good');
  await makeDeployment(good, EVERY_FAULT_FITS);
});
afterAll(() => folder.remove());

const fault = (id: string): Fault => FAULTS.find((one) => one.id === id)!;
let copies = 0;

async function broken(id: string, from = good, environment: Record<string, string> = {}): Promise<string> {
  const to = join(folder.path, `copy-${++copies}`);
  await breakDeployment(from, fault(id), to, { environment, now: new Date(), randomBytes });
  return to;
}

const inventoryOf = async (path: string): Promise<Inventory> =>
  JSON.parse(await readFile(join(path, 'inventory.json'), 'utf8'));

const hashOf = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

describe('a broken copy', () => {
  it('leaves the deployment it was made from as it was', async () => {
    const before = await hashOf(join(good, 'bundles/fleet-server-fleet.example.com.zip'));
    const copy = await broken('expired-certificate');
    expect(await hashOf(join(good, 'bundles/fleet-server-fleet.example.com.zip'))).toBe(before);
    expect(await hashOf(join(copy, 'bundles/fleet-server-fleet.example.com.zip'))).not.toBe(before);
  });

  it('has an inventory that says what its files say', async () => {
    const copy = await broken('rsa-1024');
    const { hosts } = await inventoryOf(copy);
    const server = hosts.find(({ role }) => role === 'fleet-server')!;
    const record = server.certificates.find(({ name }) => name === 'fleet-cert')!;
    const zip = join(copy, server.bundle);
    const entry = [...(await readZip(zip))].find(([name]) => name.endsWith('certs/fleet-cert.pem'))!;
    const certificate = new X509Certificate(entry[1].content);
    expect(server.bundleSha256).toBe(await hashOf(zip));
    expect(record.keyType).toBe('rsa-1024');
    expect(record.sha256).toBe(certificate.fingerprint256.replaceAll(':', '').toLowerCase());
    expect(record.serial.toUpperCase()).toBe(certificate.serialNumber.padStart(record.serial.length, '0'));
  });

  it('keeps every record of what the fault does not touch', async () => {
    const [before, after] = [await inventoryOf(good), await inventoryOf(await broken('expired-certificate'))];
    const others = ({ hosts }: Inventory) =>
      hosts.flatMap(({ certificates }) => certificates.filter(({ name }) => name !== 'fleet-cert'));
    expect(others(after)).toEqual(others(before));
    expect(after.authorities).toEqual(before.authorities);
  });

  it('has an authority that is the same in every place it lies, also when it was made again', async () => {
    const copy = await broken('expired-authority');
    const own = await readFile(join(copy, 'authorities/fleet-ca/fleet-ca.pem'), 'utf8');
    const old = await readFile(join(good, 'authorities/fleet-ca/fleet-ca.pem'), 'utf8');
    expect(own).not.toBe(old);
    for (const zip of await readdir(join(copy, 'bundles'))) {
      const files = [...(await readZip(join(copy, 'bundles', zip))).values()].map(({ content }) => content.toString());
      expect(files.filter((text) => text.includes(old.trim()))).toEqual([]);
    }
  });

  it('keeps keys from others, as the deployment does', async () => {
    const copy = await broken('wrong-host');
    for (const path of ['authorities/fleet-ca/fleet-ca-key.pem', 'inventory.json', 'bundles/agent-web-01.zip']) {
      expect((await stat(join(copy, path))).mode & 0o777, path).toBe(0o600);
    }
  });

  it('can be broken again', async () => {
    const twice = await broken('passphrase-newline', await broken('wrong-host'));
    const { findings } = await proveDeployment([twice], { now: new Date() });
    expect(new Set(findings.map(({ rule }) => rule))).toEqual(
      new Set(['name-not-in-san', 'passphrase-newline-for-defend']),
    );
  });

  it('is not broken again where that takes a key that no longer opens', async () => {
    const once = await broken('wrong-passphrase');
    await expect(broken('hmac-sha512', once)).rejects.toThrow('does not open, so it is broken already');
  });

  it('is not written where something is already', async () => {
    const to = join(folder.path, 'occupied');
    await writeFile(to, '');
    const options = { environment: {}, now: new Date(), randomBytes };
    await expect(breakDeployment(good, fault('wrong-host'), to, options)).rejects.toMatchObject({ code: 'ERR_EXISTS' });
  });
});

describe("the authorities' keys", () => {
  const RSA = { authority: 'rsa-2048', leaf: 'rsa-2048' } as const;

  it('may be encrypted, with the passphrases beside them', async () => {
    const from = join(folder.path, 'encrypted');
    await makeDeployment(from, { ...EVERY_FAULT_FITS, keyTypes: RSA, caKeyPassphrase: 'generate' });
    const { findings } = await proveDeployment([await broken('sha1-signature', from)], { now: new Date() });
    expect([...new Set(findings.map(({ rule }) => rule))]).toEqual(['weak-signature']);
  });

  it('may be encrypted under a passphrase of the operator, which is then in the environment', async () => {
    const from = join(folder.path, 'given');
    const secrets = { caKeyPassphrase: 'known to the operator' };
    const overrides = { caKeyPassphrase: 'given', kdfIterations: { generated: 2048, given: 2048 } } as const;
    await makeDeployment(from, { ...EVERY_FAULT_FITS, ...overrides }, secrets);
    await expect(broken('wrong-host', from)).rejects.toMatchObject({ code: 'ERR_MISSING_ANSWER' });
    const environment = { FLEET_CERTLAB_CA_KEY_PASSPHRASE: secrets.caKeyPassphrase };
    expect(await readdir(await broken('wrong-host', from, environment))).toContain('bundles');
    const wrong = { FLEET_CERTLAB_CA_KEY_PASSPHRASE: 'another' };
    await expect(broken('wrong-host', from, wrong)).rejects.toThrow(/^(?!.*another).*cannot be opened/);
  });

  it('must be there', async () => {
    const from = await broken('wrong-host');
    await rm(join(from, 'authorities'), { recursive: true });
    await expect(broken('wrong-host', from)).rejects.toMatchObject({ code: 'ERR_READ' });
  });
});

describe('a deployment that a fault does not fit', () => {
  it('is told what is missing, and nothing is written', async () => {
    const from = join(folder.path, 'one-way');
    await makeDeployment(from, { mode: 'one-way' });
    for (const id of ['wrong-passphrase', 'kibana-certificate-missing', 'agent-ca-not-trusted']) {
      await expect(broken(id, from), id).rejects.toMatchObject({ code: 'ERR_INPUT' });
    }
    expect(await readdir(folder.path)).not.toContain(`copy-${copies}`);
  });

  it('may be one-way for the faults that need no client certificate', async () => {
    const from = join(folder.path, 'one-way-too');
    await makeDeployment(from, { mode: 'one-way' });
    const { findings } = await proveDeployment([await broken('wrong-host', from)], { now: new Date() });
    expect([...new Set(findings.map(({ rule }) => rule))]).toEqual(['name-not-in-san']);
  });
});
