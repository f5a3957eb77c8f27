import { readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findJdk } from './jdk.js';
import { JUDGE_NAMES, type Judge, type JudgeName, type Judges, run } from './judges.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Builds every judge that can be built here, each in a folder of its own below `folder`. */
export async function buildJudges(folder: string): Promise<Judges> {
  // Two judges are one program.
  const python = buildPython(join(folder, 'python'));
  const judges = JUDGE_NAMES.map(
    async (name) => [name, await built(() => BUILD[name](join(folder, name), python))] as const,
  );
  return Object.fromEntries(await Promise.all(judges)) as Judges;
}

type Command = readonly string[];

/** How each judge is built, or found. */
const BUILD: Readonly<Record<JudgeName, (folder: string, python: Promise<Command>) => Promise<Command>>> = {
  go: (folder) => buildGo(folder, []),
  goBefore: (folder) => buildGo(folder, ['-modfile', 'libs-0.33.mod', '-tags', 'libs033']),
  // Elastic's own FIPS rules come with the tag; Go's, for TLS and its certificates, with the setting.
  goFips: async (folder) => ['env', 'GODEBUG=fips140=on', ...(await buildGo(folder, ['-tags', 'requirefips']))],
  elasticsearch8: (folder) => buildJava(folder, '8.19.21', 17),
  elasticsearch9: (folder) => buildJava(folder, '9.5.3', 21),
  pythonSsl: async (_, python) => [...(await python), 'ssl'],
  pythonCryptography: async (_, python) => [...(await python), 'cryptography'],
  openssl: () => found('openssl', 'version'),
  certtool: () => found('certtool', '--version'),
};

async function built(build: () => Promise<Command>): Promise<Judge> {
  try {
    return { command: await build() };
  } catch (error) {
    return { missing: (error as Error).message };
  }
}

async function found(program: string, askVersion: string): Promise<Command> {
  await run([program, askVersion]);
  return [program];
}

async function buildGo(folder: string, flags: readonly string[]): Promise<Command> {
  const program = join(folder, 'judge');
  await run(['go', 'build', ...flags, '-o', program, '.'], { cwd: at('go') });
  return [program];
}

/** Maven only fetches: its compiler plugin would need many more downloads than one call of javac. */
async function buildJava(folder: string, elasticsearch: string, jdk: number): Promise<Command> {
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

async function buildPython(folder: string): Promise<Command> {
  await run(['python3', '-m', 'venv', folder]);
  const pip = [join(folder, 'bin', 'pip'), '--disable-pip-version-check', '--quiet'];
  await run([...pip, 'install', '--requirement', at('python/requirements.txt')]);
  return [join(folder, 'bin', 'python'), at('python/judge.py')];
}
