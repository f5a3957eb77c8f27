import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildJudges } from './build-judges.js';
import { createDeployments } from './deployments.js';
import type { Judges } from './judges.js';

declare module 'vitest' {
  interface ProvidedContext {
    readonly judges: Judges;
    /** Folders of the deployments by name. */
    readonly deployments: Readonly<Record<string, string>>;
  }
}

/** Builds every judge and creates every deployment once for the whole run, and removes them afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'fleet-certlab-interop-'));
  await mkdir(join(folder, 'deployments'));
  const [judges, deployments] = await Promise.all([
    buildJudges(join(folder, 'judges')),
    createDeployments(join(folder, 'deployments')),
  ]);
  project.provide('judges', judges);
  project.provide('deployments', deployments);
  return () => rm(folder, { recursive: true });
}
