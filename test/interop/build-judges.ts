import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { type Judge, type Judges, run } from './judges.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Builds every judge once for the whole run, and removes them afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'fleet-certlab-judges-'));
  const judges: Judges = {
    go: await built(() => buildGo(join(folder, 'go-judge'), [])),
    goFips: await built(() => buildGo(join(folder, 'go-judge-fips'), ['-tags', 'requirefips'])),
  };
  project.provide('judges', judges);
  return () => rm(folder, { recursive: true });
}

async function built(build: () => Promise<readonly string[]>): Promise<Judge> {
  try {
    return { command: await build() };
  } catch (error) {
    return { missing: (error as Error).message };
  }
}

async function buildGo(program: string, flags: readonly string[]): Promise<readonly string[]> {
  await run(['go', 'build', ...flags, '-o', program, '.'], { cwd: at('go') });
  return [program];
}
