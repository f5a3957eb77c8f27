import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { Deployment, Secrets } from '../../src/deployment/types.js';
import { type CreateOptions, createDeployment } from '../../src/make/create.js';
import { planDeployment } from '../../src/plan/plan.js';
import type { Plan } from '../../src/plan/types.js';
import { readZip } from '../../src/setup/archive.js';
import { deployment } from '../helpers/deployment.js';

export const NOW = new Date('2026-11-24T10:00:00Z');

const scratch: string[] = [];
afterEach(async () => {
  for (const folder of scratch.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A new folder that is gone after the test. */
export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'certlab-create-'));
  scratch.push(folder);
  return folder;
}

export interface Made {
  readonly folder: string;
  readonly plan: Plan;
}

/** Makes a whole deployment below a scratch folder. */
export async function make(
  overrides: Partial<Deployment> = {},
  secrets: Secrets = {},
  options: Partial<CreateOptions> = {},
): Promise<Made & Awaited<ReturnType<typeof createDeployment>>> {
  const plan = planDeployment(deployment(overrides), options.now ?? NOW);
  const folder = options.folder ?? join(await scratchFolder(), 'fleet');
  const created = await createDeployment(plan, secrets, {
    folder,
    force: false,
    now: NOW,
    signal: new AbortController().signal,
    deploymentYml: 'name: fleet\n',
    ...options,
  });
  return { folder, plan, ...created };
}

/** Every file of every bundle of a deployment, by `<bundle id>/<path>`. */
export async function bundleFiles(folder: string): Promise<Map<string, { mode: number; content: Buffer }>> {
  const files = new Map<string, { mode: number; content: Buffer }>();
  for (const zip of (await readdir(join(folder, 'bundles'))).sort()) {
    for (const [path, file] of await readZip(join(folder, 'bundles', zip))) {
      files.set(`${zip.replace('.zip', '')}/${path.slice(path.indexOf('/') + 1)}`, file);
    }
  }
  return files;
}

/** Every file below a folder with its content. */
export async function contentsOf(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      files
        .sort()
        .map(async (path): Promise<[string, Buffer]> => [path.slice(folder.length + 1), await readFile(path)]),
    ),
  );
}
