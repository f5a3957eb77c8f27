import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deployment, Secrets } from '../../src/deployment/types.js';
import { createDeployment } from '../../src/make/create.js';
import { planDeployment } from '../../src/plan/plan.js';
import { deployment } from '../helpers/deployment.js';

/** Makes a deployment as `create` does, without proving it. */
export async function makeDeployment(
  folder: string,
  overrides: Partial<Deployment> = {},
  secrets: Secrets = {},
): Promise<void> {
  const now = new Date();
  const plan = planDeployment(deployment(overrides), now);
  const signal = new AbortController().signal;
  await createDeployment(plan, secrets, { folder, force: false, now, signal, deploymentYml: 'name: fleet\n' });
}

/** A folder that is taken away with everything in it. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'lab-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

const endpoint = (host: string, port: number) => ({ url: `https://${host}:${port}`, host, port });

/** A deployment into which every fault fits. */
export const EVERY_FAULT_FITS: Partial<Deployment> = { kibana: endpoint('kibana.example.com', 5601) };
