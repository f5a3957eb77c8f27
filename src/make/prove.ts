import { join } from 'node:path';
import { type ProveOptions, proveDeployment } from '../proof/prove.js';
import type { Proof } from '../proof/types.js';
import { renderReport } from '../report/page.js';
import { readInventory } from './open.js';

export interface ProveFolderOptions extends ProveOptions {
  /** Ids of the hosts whose bundles are proved, with the servers that they connect to; all of them unless given. */
  readonly scope?: readonly string[];
}

/** The proof of a folder, and the page about it. */
export interface Proven {
  readonly proof: Proof;
  readonly reportPage: string;
}

/** Reads back what was written to `folder`, and only that. */
export async function proveFolder(folder: string, { scope, ...options }: ProveFolderOptions): Promise<Proven> {
  const inventory = await readInventory(folder);
  const servers = new Set(inventory.links.map(({ server }) => server));
  const proved = scope && inventory.hosts.filter(({ id, role }) => servers.has(role) || scope.includes(id));
  const paths = proved ? proved.map(({ bundle }) => join(folder, bundle)) : [folder];
  const proof = await proveDeployment(paths, options);
  return { proof, reportPage: renderReport({ inventory, proof, now: options.now }) };
}
