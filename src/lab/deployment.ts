import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { HostRole } from '../plan/types.js';
import { type BundleFile, readZip } from '../setup/archive.js';
import { findBundles } from '../setup/bundle.js';
import { parseInventory } from '../store/inventory.js';
import type { Inventory } from '../store/types.js';
import { type LabAuthority, readAuthorities } from './authorities.js';
import { unreadable } from './folder.js';

/** A bundle whose files a fault may change. */
export interface LabBundle {
  readonly id: string;
  readonly role: HostRole;
  /** The one folder in the zip. */
  readonly folder: string;
  /** By path below that folder. */
  readonly files: Map<string, BundleFile>;
}

/** A deployment in memory: what a fault changes before the copy is written. */
export interface LabDeployment {
  readonly bundles: readonly LabBundle[];
  readonly authorities: Map<string, LabAuthority>;
  readonly inventory: Inventory;
  /** `deployment.yml` as it is. */
  readonly deploymentYml: string;
}

/**
 * Reads a deployment's folder, its authorities' keys included.
 *
 * @param environment where the passphrase of the authorities' keys may be
 * @throws CertlabError ERR_READ when something of it is missing or unreadable
 */
export async function readLabDeployment(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<LabDeployment> {
  const inventory = await readInventory(folder);
  const roles = new Map(inventory.hosts.map(({ id, role }) => [id, role]));
  const bundles: LabBundle[] = [];
  for (const path of await findBundles([folder])) {
    const id = basename(path, '.zip');
    const role = roles.get(id);
    if (role === undefined) throw unreadable(folder, `inventory.json does not name the bundle ${id}`);
    bundles.push({ id, role, ...(await readFolder(path)) });
  }
  return {
    bundles,
    authorities: await readAuthorities(folder, environment),
    inventory,
    deploymentYml: await readFile(join(folder, 'deployment.yml'), 'utf8').catch(() => ''),
  };
}

/** The record of what was made. */
export async function readInventory(folder: string): Promise<Inventory> {
  try {
    return parseInventory(await readFile(join(folder, 'inventory.json'), 'utf8'));
  } catch (cause) {
    throw unreadable(folder, 'there is no readable inventory.json', cause);
  }
}

async function readFolder(path: string): Promise<Pick<LabBundle, 'folder' | 'files'>> {
  const files = new Map<string, BundleFile>();
  let folder = '';
  for (const [name, file] of await readZip(path)) {
    const slash = name.indexOf('/');
    folder = name.slice(0, slash);
    files.set(name.slice(slash + 1), file);
  }
  return { folder, files };
}
