import { hash } from 'node:crypto';
import { bundleFolder, bundleRenderer } from '../bundle/bundle.js';
import type { BundleContext } from '../bundle/settings.js';
import { packZip } from '../bundle/zip.js';
import type { Identifiers } from '../elastic/identifiers.js';
import { certificateRecord } from '../issue/issue.js';
import type { IssuedHost } from '../issue/types.js';
import type { AuthorityName, Plan } from '../plan/types.js';
import type { Transaction } from '../store/transaction.js';
import type { AuthorityRecord, HostRecord } from '../store/types.js';
import type { RandomBytes } from '../x509/write/types.js';

/** Kibana wants 32 characters or more; hexadecimal ones need no quoting anywhere. */
const ENCRYPTION_KEY_BYTES = 32;

/** How settings name the CAs that sign. */
export const identifiersOf = (authorities: readonly AuthorityRecord[]): Identifiers =>
  Object.fromEntries(
    authorities
      .filter(({ signs }) => signs)
      .map(({ name, sha256, spkiSha256 }) => [name, { caTrustedFingerprint: sha256, caSha256: spkiSha256 }]),
  );

/** What all bundles of a deployment share and no other file of it holds. */
export interface SharedSecrets {
  /** Made where there is none yet. */
  readonly encryptionKey?: string;
  readonly serviceToken?: string;
  readonly enrollmentToken?: string;
}

/** What the bundles share: the authorities' fingerprints, Kibana's encryption key and the tokens that were given. */
export function bundleContext(
  shared: SharedSecrets,
  identifiers: Identifiers,
  randomBytes: RandomBytes,
): BundleContext {
  const { encryptionKey, serviceToken, enrollmentToken } = shared;
  return {
    identifiers,
    encryptionKey: encryptionKey ?? randomBytes(ENCRYPTION_KEY_BYTES).toString('hex'),
    ...(serviceToken !== undefined && { serviceToken }),
    ...(enrollmentToken !== undefined && { enrollmentToken }),
  };
}

/** Renders a host's bundle, writes its zip and returns what the inventory keeps of it. */
export function bundleWriter(
  plan: Plan,
  context: BundleContext,
  transaction: Transaction,
): (issued: IssuedHost) => Promise<HostRecord> {
  const render = bundleRenderer(plan, context);
  return async (issued) => {
    const { host } = issued;
    const bundle = `bundles/${host.id}.zip`;
    const zip = await packZip(bundleFolder(plan.deployment, host), render(issued));
    await transaction.writeFile(bundle, zip);
    return {
      id: host.id,
      role: host.role,
      name: host.name,
      platform: host.platform,
      targetDir: host.targetDir,
      bundle,
      bundleSha256: hash('sha256', zip),
      certificates: issued.certificates.map((certificate) =>
        certificateRecord(certificate, authorityOf(plan, certificate.plan.authority), `certs/${certificate.name}.pem`),
      ),
    };
  };
}

function authorityOf(plan: Plan, name: AuthorityName): Plan['authorities'][number] {
  const authority = plan.authorities.find((one) => one.name === name);
  if (authority === undefined) throw new Error(`the plan names ${name} and does not make it`);
  return authority;
}
