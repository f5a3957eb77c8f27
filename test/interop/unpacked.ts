import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Bundle, findBundles, readBundle } from '../../src/setup/bundle.js';
import { type Installation, readInstallation } from '../../src/setup/installation.js';

/** A bundle as it lies on its host, in a folder here. */
export interface Unpacked {
  readonly bundle: Bundle;
  readonly installation: Installation;
  /** Here; `certs` in it is what the host has in `installation.folder`. */
  readonly folder: string;
}

/** Unpacks every bundle of a deployment below `to`. */
export async function unpack(deployment: string, to: string): Promise<Map<string, Unpacked>> {
  const unpacked = new Map<string, Unpacked>();
  for (const zip of await findBundles([deployment])) {
    const bundle = await readBundle(zip);
    const folder = join(to, bundle.id);
    for (const [path, { content, mode }] of bundle.files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content, { mode });
    }
    unpacked.set(bundle.id, { bundle, installation: readInstallation(bundle), folder });
  }
  return unpacked;
}

/** Where a path of the host is here; any other path stays what it is, and will not be found. */
export function here({ installation, folder }: Unpacked, path: string): string {
  const [, parent, name] = /^(.*)[\\/]([^\\/]+)$/.exec(path) ?? [];
  return parent === installation.folder ? join(folder, 'certs', name!) : path;
}
