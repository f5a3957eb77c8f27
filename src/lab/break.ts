import { createHash } from 'node:crypto';
import { packZip } from '../bundle/zip.js';
import { renderTrustMap } from '../report/trust-map.js';
import { beginTransaction, type Transaction } from '../store/transaction.js';
import type { RandomBytes } from '../x509/write/types.js';
import { type LabBundle, type LabDeployment, readLabDeployment } from './deployment.js';
import { updateInventory } from './inventory.js';
import type { Fault } from './types.js';

export interface BreakOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  readonly randomBytes: RandomBytes;
}

/**
 * Writes a copy of a deployment in which one thing is wrong, and everything else as consistent as before: manifests,
 * the inventory and the map say what the files say.
 *
 * @param from a deployment's folder, with its authorities
 * @param to the copy's folder
 * @throws CertlabError ERR_READ for a folder that is no deployment, ERR_INPUT for a fault that does not fit into it,
 *   ERR_EXISTS, ERR_LOCKED or ERR_WRITE for the copy
 */
export async function breakDeployment(from: string, fault: Fault, to: string, options: BreakOptions): Promise<void> {
  const deployment = await readLabDeployment(from, options.environment);
  await fault.apply({ deployment, ...options });
  const transaction = await beginTransaction(to, { force: false, now: options.now });
  try {
    await writeCopy(deployment, fault, transaction, options.now);
    await transaction.commit();
  } catch (error) {
    await transaction.abort();
    throw error;
  }
}

async function writeCopy(deployment: LabDeployment, fault: Fault, transaction: Transaction, now: Date): Promise<void> {
  const zips = new Map<string, string>();
  for (const bundle of deployment.bundles) {
    if (!fault.keepsManifest) rewriteManifest(bundle);
    const files = [...bundle.files].map(([path, file]) => ({ path, ...file }));
    const zip = await packZip(bundle.folder, files);
    await transaction.writeFile(`bundles/${bundle.id}.zip`, zip);
    zips.set(bundle.id, createHash('sha256').update(zip).digest('hex'));
  }
  for (const [name, { files }] of deployment.authorities) {
    for (const [file, content] of files) {
      await transaction.writeFile(
        `authorities/${name}/${file}`,
        content,
        /key/.test(file) ? PRIVATE_FILE : PUBLIC_FILE,
      );
    }
  }
  const inventory = updateInventory(deployment, zips);
  await transaction.writeFile('inventory.json', `${JSON.stringify(inventory, null, 2)}\n`);
  await transaction.writeFile('deployment.yml', deployment.deploymentYml);
  await transaction.writeFile('trust-map.svg', renderTrustMap(inventory, now));
}

const PRIVATE_FILE = 0o600;
const PUBLIC_FILE = 0o644;

interface Manifest {
  readonly files: readonly { readonly path: string; readonly mode: string; readonly sha256: string }[];
}

/** Lists the files as they are now, in the order the manifest had them. */
function rewriteManifest({ files }: LabBundle): void {
  const manifest = files.get('manifest.json');
  if (!manifest) return;
  const old = JSON.parse(manifest.content.toString()) as Manifest;
  const order = new Map(old.files.map(({ path }, index) => [path, index]));
  const position = (path: string) => order.get(path) ?? order.size;
  const listed = [...files]
    .filter(([path]) => path !== 'manifest.json')
    .sort(([a], [b]) => position(a) - position(b))
    .map(([path, { mode, content }]) => ({
      path,
      mode: mode.toString(8).padStart(4, '0'),
      sha256: createHash('sha256').update(content).digest('hex'),
    }));
  const content = Buffer.from(`${JSON.stringify({ ...old, files: listed }, null, 2)}\n`);
  files.set('manifest.json', { ...manifest, content });
}
