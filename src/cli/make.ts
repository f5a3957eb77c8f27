import { type Created, createDeployment } from '../create/create.js';
import { renderDeploymentFile } from '../deployment/file.js';
import type { Secrets } from '../deployment/types.js';
import type { Plan } from '../plan/types.js';
import type { Proof } from '../proof/types.js';
import type { CommandContext } from './context.js';
import { readInventory } from './inventory.js';
import { showProgress } from './terminal/progress.js';

/** How to make a deployment, and where. */
export interface MakeOptions {
  /** Absolute. */
  readonly folder: string;
  readonly force: boolean;
  readonly verify: boolean;
  readonly now: Date;
}

/**
 * Makes the deployment while a line on the terminal says how far it is, and proves it before it is put in place.
 *
 * @throws CertlabError as createDeployment does
 */
export async function makeDeployment(
  plan: Plan,
  secrets: Secrets,
  { verify, ...options }: MakeOptions,
  { terminal, signal }: CommandContext,
): Promise<Created> {
  const making = showProgress(terminal, 'keys and certificates');
  const proving = showProgress(terminal, 'handshakes');
  const prove = async (folder: string) => {
    making.end();
    return proveFolder(folder, { now: options.now, signal, onProgress: proving.update });
  };
  // Authorities come first and are not counted: with RSA keys the line would stay away for seconds.
  making.update(
    0,
    plan.hosts.reduce((sum, host) => sum + host.certificates.length, 0),
  );
  try {
    return await createDeployment(plan, secrets, {
      ...options,
      signal,
      deploymentYml: await renderDeploymentFile(plan.deployment),
      onProgress: making.update,
      ...(verify && { prove }),
    });
  } finally {
    proving.end();
  }
}

/** Reads back what was written to `folder`, and only that: the proof, and the page about it. */
async function proveFolder(
  folder: string,
  options: {
    readonly now: Date;
    readonly signal: AbortSignal;
    readonly onProgress: (done: number, total: number) => void;
  },
): Promise<{ proof: Proof; reportPage: string }> {
  const { proveDeployment } = await import('../proof/prove.js');
  const { renderReport } = await import('../report/page.js');
  const proof = await proveDeployment([folder], options);
  const inventory = await readInventory(folder);
  return { proof, reportPage: renderReport({ inventory, proof, now: options.now }) };
}
