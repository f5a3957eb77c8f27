import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { findJdk } from './jdk.js';
import { type Judge, type Judges, run } from './judges.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Builds every judge once for the whole run, and removes them afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'fleet-certlab-judges-'));
  const judges: Judges = {
    go: await built(() => buildGo(join(folder, 'go-judge'), [])),
    goFips: await built(() => buildGo(join(folder, 'go-judge-fips'), ['-tags', 'requirefips'])),
    elasticsearch8: await built(() => buildJava(join(folder, 'java-8'), '8.19.21', 17)),
    elasticsearch9: await built(() => buildJava(join(folder, 'java-9'), '9.5.3', 21)),
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

/** Maven only fetches: its compiler plugin would need many more downloads than one call of javac. */
async function buildJava(folder: string, elasticsearch: string, jdk: number): Promise<readonly string[]> {
  const home = await findJdk(jdk);
  const [libraries, classes] = [join(folder, 'lib'), join(folder, 'classes')];
  const fetch = [
    ...['mvn', '-q', '-B', '-f', at('java/pom.xml'), 'dependency:copy-dependencies', '-DincludeScope=runtime'],
    ...[`-DoutputDirectory=${libraries}`, `-Delasticsearch.version=${elasticsearch}`],
  ];
  // What was fetched before needs no network.
  await run([...fetch, '-o']).catch(() => run(fetch));
  const sources = (await readdir(at('java/judge'))).map((name) => at(`java/judge/${name}`));
  await run([join(home, 'bin', 'javac'), '-d', classes, '-cp', join(libraries, '*'), ...sources]);
  return [join(home, 'bin', 'java'), '-cp', [classes, join(libraries, '*')].join(delimiter), 'judge.Judge'];
}
