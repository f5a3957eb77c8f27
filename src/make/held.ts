import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Secrets } from '../deployment/types.js';
import { PLACEHOLDERS } from '../elastic/command.js';
import { fileName } from '../elastic/paths.js';
import { CertlabError } from '../errors.js';
import type { HeldCertificate } from '../issue/types.js';
import type { CertificateName, HostRole } from '../plan/types.js';
import { type Bundle, readBundle, textOf } from '../setup/bundle.js';
import { variablesIn } from '../setup/environment.js';
import type { HostRecord, Inventory } from '../store/types.js';
import type { SharedSecrets } from './bundles.js';
import type { OpenDeployment } from './open.js';

/**
 * Reads the bundle of one host, so that what is in it can be used again.
 *
 * @throws CertlabError ERR_READ when it is missing, does not read, or is not the one that was made
 */
export async function openBundle(folder: string, { bundle, bundleSha256 }: HostRecord): Promise<Bundle> {
  const path = join(folder, bundle);
  const content = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new CertlabError(
      { code: 'ERR_READ', message: `cannot read ${path}: ${cause.message}`, hint: 'put the bundle back' },
      { cause },
    );
  });
  if (hash('sha256', content) !== bundleSha256) {
    throw new CertlabError({
      code: 'ERR_READ',
      message: `${path} is not the bundle that was made: its SHA-256 is not the one in inventory.json`,
      hint: 'put the original back, or take the host out with remove and add it again',
    });
  }
  return readBundle(path);
}

/** A certificate in a bundle, with its key and passphrase; undefined where one of the files is missing. */
export function heldIn(
  bundle: Bundle,
  name: CertificateName,
  keep: HeldCertificate['keep'],
): HeldCertificate | undefined {
  const text = (part?: 'key' | 'passphrase') => textOf(bundle, `certs/${fileName(name, part)}`);
  const [certificate, key, passphrase] = [text(), text('key'), text('passphrase')];
  if (certificate === undefined || key === undefined) return undefined;
  return { keep, certificate, key, ...(passphrase !== undefined && { passphrase }) };
}

/**
 * Reads Kibana's encryption key and the tokens that were given from the bundles that hold them: they stay the same for the
 * life of a deployment.
 *
 * @throws CertlabError ERR_READ as {@link openBundle}
 */
export async function sharedSecrets(folder: string, { hosts }: Inventory): Promise<SharedSecrets> {
  const first = async (isIt: (host: HostRecord) => boolean) => {
    const host = hosts.find(isIt);
    return host && openBundle(folder, host);
  };
  const has = (role: HostRole) => (host: HostRecord) => host.role === role;
  const kibana = await first(has('kibana'));
  const fleetServer = await first(has('fleet-server'));
  const agent = await first((host) => host.role === 'agent' && host.platform !== 'container');
  const container = await first((host) => host.role === 'agent' && host.platform === 'container');
  const encryptionKey = await encryptionKeyIn((kibana && textOf(kibana, 'settings/kibana.yml')) ?? '');
  const serviceToken = fleetServer && textOf(fleetServer, 'tokens/service-token');
  const enrollmentToken =
    (agent && textOf(agent, 'tokens/enrollment-token')) ?? tokenIn((container && textOf(container, 'agent.env')) ?? '');
  return {
    ...(encryptionKey !== undefined && { encryptionKey }),
    ...(serviceToken !== undefined && { serviceToken }),
    ...(enrollmentToken !== undefined && { enrollmentToken }),
  };
}

async function encryptionKeyIn(settings: string): Promise<string | undefined> {
  const line = /^xpack\.encryptedSavedObjects\.encryptionKey:.*$/m.exec(settings)?.[0];
  if (line === undefined) return undefined;
  const { parse } = await import('yaml');
  const value: unknown = Object.values(parse(line) as object)[0];
  return typeof value === 'string' ? value : undefined;
}

/** The token in a container's environment, unless its placeholder stands there. */
function tokenIn(environment: string): string | undefined {
  const token = variablesIn(environment).get('FLEET_ENROLLMENT_TOKEN');
  return token === PLACEHOLDERS.enrollmentToken ? undefined : token;
}

/** Certificates whose passphrase may have been given: then every host of the deployment has the same. */
const GIVEN = [
  ['agent-cert', 'agentKeyPassphrase'],
  ['fleet-cert', 'fleetKeyPassphrase'],
  ['es-cert', 'esKeyPassphrase'],
] as const;

/** The passphrases that were given when the deployment was made, from a bundle that holds each. */
export async function givenPassphrases({ folder, inventory: { hosts }, deployment }: OpenDeployment): Promise<Secrets> {
  const secrets: { -readonly [Key in keyof Secrets]: Secrets[Key] } = {};
  for (const [name, field] of GIVEN) {
    if (deployment[field] !== 'given') continue;
    const host = hosts.find(({ certificates }) => certificates.some((one) => one.name === name && one.keyEncrypted));
    const held = host && heldIn(await openBundle(folder, host), name, 'passphrase');
    if (held?.passphrase !== undefined) secrets[field] = held.passphrase;
  }
  return secrets;
}
