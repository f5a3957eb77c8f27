import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Answers } from '../deployment/answers.js';
import { readDeploymentFile } from '../deployment/file.js';
import { QUESTIONS } from '../deployment/questions.js';
import { resolveDeployment } from '../deployment/resolve.js';
import type { Deployment } from '../deployment/types.js';
import { CertlabError } from '../errors.js';
import { planChange } from '../plan/change.js';
import type { Plan } from '../plan/types.js';
import { parseInventory } from '../store/inventory.js';
import { recoverUpdate } from '../store/transaction.js';
import type { AuthorityRecord, Inventory } from '../store/types.js';

/** A deployment that exists: what it is, and the plan that gives exactly this. Its keys are read where they are needed. */
export interface OpenDeployment {
  /** Absolute. */
  readonly folder: string;
  readonly inventory: Inventory;
  readonly deployment: Deployment;
  readonly plan: Plan;
  /** SHA-256 of its record: what an update begins with must still be there when it has the lock. */
  readonly revision: string;
}

/**
 * Opens a deployment's folder, also one that version 0.1.0 wrote. An update that was killed is cleared up first.
 *
 * @throws CertlabError ERR_READ when the folder is not a deployment or a file of it does not read, ERR_INPUT when its
 *   deployment.yml does not, ERR_LOCKED while another run is changing it
 */
export async function openDeployment(path: string): Promise<OpenDeployment> {
  const folder = resolve(path);
  const { inventory, revision } = await readRecord(path);
  const deployment = inventory.deployment ?? (await answeredIn(path));
  return { folder, inventory, deployment, plan: planOf(deployment, inventory), revision };
}

/**
 * The record in a deployment's folder.
 *
 * @throws CertlabError ERR_READ when the folder is not a deployment, or its record no longer reads
 */
export async function readInventory(folder: string): Promise<Inventory> {
  return (await readRecord(folder)).inventory;
}

async function readRecord(folder: string): Promise<Pick<OpenDeployment, 'inventory' | 'revision'>> {
  const path = join(folder, 'inventory.json');
  try {
    recoverUpdate(folder);
    const text = await readFile(path, 'utf8');
    return { inventory: parseInventory(text), revision: hash('sha256', text) };
  } catch (error) {
    if (error instanceof CertlabError) throw error;
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

/**
 * Refuses to go on from a deployment that another run has changed since it was opened. To be called while the lock is held.
 *
 * @throws CertlabError ERR_LOCKED
 */
export async function refuseChanged({ folder, revision }: OpenDeployment): Promise<void> {
  const text = await readFile(join(folder, 'inventory.json'), 'utf8').catch(() => '');
  if (hash('sha256', text) === revision) return;
  throw new CertlabError({
    code: 'ERR_LOCKED',
    message: `another run changed ${folder} in the meantime`,
    hint: 'run the command again',
  });
}

/** The CAs that sign: one of each name. */
export const signing = ({ authorities }: Pick<Inventory, 'authorities'>): AuthorityRecord[] =>
  authorities.filter(({ signs }) => signs);

/** The plan as it is: everything is kept. */
const planOf = (deployment: Deployment, inventory: Inventory): Plan =>
  planChange({
    deployment,
    hosts: inventory.hosts,
    authorities: signing(inventory),
    now: new Date(inventory.createdAt),
  }).plan;

/** Version 0.1.0 wrote every answer into deployment.yml. */
async function answeredIn(folder: string): Promise<Deployment> {
  const { text, path } = await readDeploymentYml(folder);
  const answers = await readDeploymentFile(text, path);
  return (await resolveDeployment(answers, standInSources(answers))).deployment;
}

/**
 * The text of a deployment's deployment.yml, and its path.
 *
 * @throws CertlabError ERR_READ
 */
export async function readDeploymentYml(folder: string): Promise<{ readonly text: string; readonly path: string }> {
  const path = join(folder, 'deployment.yml');
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new CertlabError({ code: 'ERR_READ', message: `cannot read ${path}: ${cause.message}` }, { cause });
  });
  return { text, path };
}

/** Given passphrases are not in the folder; that there is one decides the flags, its text does not. */
export function standInSources(answers: Answers): Parameters<typeof resolveDeployment>[1] {
  const given = QUESTIONS.filter(({ name, environment }) => environment && answers[name] === 'given');
  const absent = () => Promise.reject(new Error('a deployment.yml names no other files'));
  return {
    readFile: absent,
    readStdin: absent,
    environment: Object.fromEntries(given.map(({ environment }) => [environment!, 'stands in for the given one'])),
  };
}
