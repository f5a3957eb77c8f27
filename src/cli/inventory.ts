import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CertlabError } from '../errors.js';
import { parseInventory } from '../store/inventory.js';
import type { Inventory } from '../store/types.js';

/**
 * The record in a deployment's folder.
 *
 * @throws CertlabError ERR_READ when the folder is no deployment, or its record no longer reads
 */
export async function readInventory(folder: string): Promise<Inventory> {
  const path = join(folder, 'inventory.json');
  try {
    return parseInventory(await readFile(path, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const absent = code === 'ENOENT' || code === 'ENOTDIR';
    throw new CertlabError(
      {
        code: 'ERR_READ',
        message: absent ? `${folder} is no deployment: it has no inventory.json` : `cannot read ${path}: ${message}`,
        hint: 'name the folder that create wrote, as output/fleet',
      },
      { cause: error },
    );
  }
}
