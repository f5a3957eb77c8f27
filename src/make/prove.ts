import { join } from 'node:path';
import { nearestKnownVersion } from '../deployment/versions.js';
import { lastPresenting } from '../plan/rollout.js';
import { type ProveOptions, proveDeployment } from '../proof/prove.js';
import { proveStep, type RolloutProof, type StepPaths } from '../proof/rollout.js';
import type { Proof } from '../proof/types.js';
import { renderReport } from '../report/page.js';
import type { RolloutRecord } from '../store/types.js';
import { stepFolder } from './kept-steps.js';
import { readInventory } from './open.js';

export interface ProveFolderOptions extends Omit<ProveOptions, 'stackVersion'> {
  /**
   * Ids of the hosts whose bundles changed; all of them unless given. Agents connect to servers alone, so that agents which
   * did not change need no second proof where no server changed either.
   */
  readonly scope?: readonly string[];
}

/** The proof of a folder, and the page about it. */
export interface Proven {
  readonly proof: Proof;
  /** That hosts may be at this step or the one before, while a rollout is under way. */
  readonly rollout?: RolloutProof;
  readonly reportPage: string;
}

/** Reads back what was written to `folder`, and only that. */
export async function proveFolder(folder: string, { scope, ...given }: ProveFolderOptions): Promise<Proven> {
  const inventory = await readInventory(folder);
  const { hosts } = inventory;
  const options = { ...given, stackVersion: nearestKnownVersion(inventory.stackVersion).version };
  const changed = new Set(scope ?? hosts.map(({ id }) => id));
  const others = hosts.filter(({ role }) => role !== 'agent');
  const isPart = others.every(({ id }) => !changed.has(id));
  const proved = isPart ? [...others, ...hosts.filter(({ id }) => changed.has(id))] : hosts;
  const proof = await proveDeployment(isPart ? proved.map(({ bundle }) => join(folder, bundle)) : [folder], options);
  const rollout = inventory.rollout && (await proveStep(stepPaths(folder, inventory.rollout), options));
  const reportPage = renderReport({ inventory, proof, now: options.now, provedHosts: proved.length });
  return { proof, reportPage, ...(rollout && { rollout }) };
}

/** The step before, this one, and, once the old CAs are not trusted, the last step that presented their certificates. */
function stepPaths(folder: string, { step }: RolloutRecord): StepPaths {
  const kept = (number: number) => [join(folder, stepFolder(number))];
  const retired = lastPresenting(step);
  return { old: kept(step - 1), new: [folder], ...(retired !== undefined && { retired: kept(retired) }) };
}
