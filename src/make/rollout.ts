import { isDeepStrictEqual } from 'node:util';
import type { Deployment } from '../deployment/types.js';
import { CertlabError } from '../errors.js';
import { planAuthority } from '../plan/certificates.js';
import { validityFrom } from '../plan/plan.js';
import { authoritiesAt, ROTATION, type RotatedAuthority } from '../plan/rollout.js';
import type { AuthorityName } from '../plan/types.js';
import { beginUpdate, type Transaction } from '../store/transaction.js';
import type { Inventory, RolloutRecord } from '../store/types.js';
import { type CarryOutOptions, carryOut } from './carry-out.js';
import { addToHistory } from './history.js';
import { writeInventory } from './inventory.js';
import { changedBundles, KEPT, readStep, restoreStep } from './kept-steps.js';
import { type OpenDeployment, refuseChanged } from './open.js';
import { retiredBy, type Update } from './update.js';
import { updateFor } from './update-for.js';

/**
 * The update that begins to replace CAs: their new generations are made, and hosts get to trust them.
 *
 * @throws CertlabError ERR_INPUT for a CA that the deployment does not have, or while another rollout is under way
 */
export function beginRotation(open: OpenDeployment, names: readonly AuthorityName[], now: Date): Update {
  const { inventory, deployment } = open;
  if (inventory.rollout) {
    throw new CertlabError({
      code: 'ERR_INPUT',
      message: `a rollout is under way: step ${inventory.rollout.step} of ${ROTATION.length}`,
      hint: 'end it with rollout --next, or take it back with rollout --back',
    });
  }
  const rotated = names.map((name) => rotationOf(open, name));
  const update = stepUpdate(open, { startedAt: now.toISOString(), authorities: rotated, step: 1 }, now);
  return {
    ...update,
    newAuthorities: rotated.map(({ name, to }) => ({
      planned: planAuthority(name, deployment, validityFrom(now, deployment.caDays), to),
      signs: false,
    })),
  };
}

function rotationOf({ inventory: { authorities } }: OpenDeployment, name: AuthorityName): RotatedAuthority {
  const own = authorities.filter((one) => one.name === name);
  const from = own.find(({ signs }) => signs)?.generation;
  if (from === undefined) {
    throw new CertlabError({
      code: 'ERR_INPUT',
      message: `this deployment has no ${name}`,
      hint: `its CAs are ${[...new Set(authorities.map((one) => one.name))].join(', ')}`,
    });
  }
  // Generations that were taken back have keys in the folder: a number is never used twice.
  return { name, from, to: Math.max(...own.map(({ generation }) => generation)) + 1 };
}

/** The update to the next step. The last step is followed by the end of the rollout, see {@link endRollout}. */
export function nextStep(open: OpenDeployment, rollout: RolloutRecord, now: Date): Update {
  return stepUpdate(open, { ...rollout, step: rollout.step + 1 }, now);
}

function stepUpdate({ inventory, deployment }: OpenDeployment, rollout: RolloutRecord, now: Date): Update {
  const authorities = authoritiesAt(inventory.authorities, rollout.authorities, rollout.step);
  const update = updateFor({ inventory: { ...inventory, authorities, rollout } }, deployment, { now });
  return { ...update, keepStep: rollout.step - 1 };
}

/** What ends or takes back a step: nothing is issued. */
export interface StepOptions extends CarryOutOptions {
  readonly now: Date;
}

/**
 * Ends a rollout after its last step: the bundles of earlier steps are removed, with the keys in them.
 *
 * @throws CertlabError ERR_LOCKED, ERR_WRITE
 */
export async function endRollout(open: OpenDeployment, options: StepOptions): Promise<void> {
  const { rollout: _ended, ...inventory } = open.inventory;
  await changeRecords(open, options, '--next: the rollout ends', (transaction) => {
    transaction.remove(KEPT);
    return { inventory, changed: [] };
  });
}

/**
 * Goes back to the step before. Hosts that were not visited since then have what they had; the others have to be visited.
 *
 * @returns ids of the hosts whose bundles are others than at the step that is left
 * @throws CertlabError ERR_READ when the bundles of that step are not there any more, ERR_INPUT when hosts or answers
 *   changed in the meantime, ERR_LOCKED, ERR_WRITE
 */
export async function stepBack(
  open: OpenDeployment,
  rollout: RolloutRecord,
  options: StepOptions,
): Promise<readonly string[]> {
  const { folder, inventory, deployment } = open;
  const step = rollout.step - 1;
  const kept = await readStep(folder, step);
  if (kept.deployment && !isDeepStrictEqual(kept.deployment, jsonOf(deployment))) {
    throw new CertlabError({
      code: 'ERR_INPUT',
      message: `hosts or answers changed since step ${step}: its bundles do not describe this deployment any more`,
      hint: 'go on with rollout --next',
    });
  }
  const changed = changedBundles(inventory, kept);
  const { rollout: _left, ...records } = kept;
  await changeRecords(open, options, `--back: step ${step}`, (transaction) => {
    restoreStep(transaction, inventory, kept, step);
    const back = new Set(kept.hosts.flatMap(({ certificates }) => certificates.map(({ sha256 }) => sha256)));
    const next: Inventory = {
      ...records,
      // The keys of new CAs are in the folder: they stay on record.
      authorities: authoritiesAt(inventory.authorities, rollout.authorities, step),
      retired: [
        ...inventory.retired.filter(({ sha256 }) => !back.has(sha256)),
        ...retiredBy(inventory.hosts, kept.hosts, options.now),
      ],
      ...(step > 0 && { rollout: { ...rollout, step } }),
    };
    if (step === 0) transaction.remove(KEPT);
    return { inventory: next, changed };
  });
  return changed;
}

/** As it reads from a record: without what is undefined. */
const jsonOf = (deployment: Deployment): unknown => JSON.parse(JSON.stringify(deployment));

async function changeRecords(
  open: OpenDeployment,
  options: StepOptions,
  what: string,
  work: (transaction: Transaction) => { readonly inventory: Inventory; readonly changed: readonly string[] },
): Promise<void> {
  const { folder } = open;
  const at = options.now.toISOString();
  const transaction = await beginUpdate(folder);
  const write = async () => {
    await refuseChanged(open);
    const { inventory, changed } = work(transaction);
    await writeInventory(transaction, inventory);
    await addToHistory(transaction, folder, { at, command: 'rollout', what, changed, removed: [] });
  };
  await carryOut(transaction, write, options);
}
