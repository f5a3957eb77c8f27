import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BundleContext } from '../../src/bundle/settings.js';
import type { OutputFile } from '../../src/bundle/types.js';
import type { Deployment, Mode, Platform } from '../../src/deployment/types.js';
import type { AuthorityCertificate, IssuedHost } from '../../src/issue/types.js';
import { planDeployment } from '../../src/plan/plan.js';
import type { Plan, PlannedHost } from '../../src/plan/types.js';
import { deployment } from '../helpers/deployment.js';

const KIBANA = { url: 'https://kibana.example.com:5601', host: 'kibana.example.com', port: 5601 };
const AGENTS = (['linux', 'windows', 'macos', 'container'] satisfies Platform[]).map((platform) => ({
  name: `on-${platform}`,
  platform,
  altNames: [],
}));

/** A deployment with one host of every role, and one agent for every platform. */
export const CONTEXT: BundleContext = { identifiers: {}, encryptionKey: '0123456789abcdef0123456789abcdef' };

export const planOf = (mode: Mode, changes: Partial<Deployment> = {}): Plan =>
  planDeployment(
    deployment({ name: 'lab', mode, kibana: KIBANA, agents: AGENTS, ...changes }),
    new Date('2026-01-02T03:04:05Z'),
  );

export const hostOf = (plan: Plan, id: string): PlannedHost => {
  const host = plan.hosts.find((one) => one.id === id);
  if (!host) throw new Error(`no host ${id} in ${plan.hosts.map((one) => one.id)}`);
  return host;
};

/** Files with recognisable contents in place of real keys: nothing here parses them. */
export function issuedFor(host: PlannedHost): IssuedHost {
  const authorities = Object.fromEntries(
    host.authorities.map((name): [string, AuthorityCertificate] => [
      name,
      {
        name,
        certificate: `certificate of ${name}\n`,
        trusted: `certificate of ${name}\n`,
        der: createHash('sha256').update(name).digest(),
      },
    ]),
  );
  const certificates = host.certificates.map((plan) => ({
    plan,
    name: plan.name,
    certificate: `certificate ${plan.name} of ${host.name}\n`,
    der: Buffer.from(plan.name),
    serial: Buffer.of(1),
    spki: Buffer.from(`key of ${plan.name}`),
    key: `key of ${plan.name} of ${host.name}\n`,
    ...(plan.passphrase === 'none' ? {} : { passphrase: `passphrase of ${plan.name} of ${host.name}` }),
  }));
  return { host, authorities, certificates };
}

/** Unpacks a bundle as unzip would. */
export function unpack(files: readonly OutputFile[], folder: string): string {
  for (const { path, mode, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, path), content);
    chmodSync(join(folder, path), mode);
  }
  return folder;
}

/** Names that mean something in Markdown. The questions refuse most of them; the pages must not rely on that. */
export const HOSTILE_NAMES = ['a|b', '`a`', '# a', '**a**', '[a](b)', '<script>alert(1)</script>', 'a ``` b'];
