import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './judges.js';

const SYSTEM_JDKS = '/usr/lib/jvm';

/**
 * The folder of the oldest Java Development Kit that is at least this new.
 *
 * @throws Error when none is installed
 */
export async function findJdk(atLeast: number): Promise<string> {
  const known = await readdir(SYSTEM_JDKS).catch(() => []);
  const homes = [
    ...known.map((name) => join(SYSTEM_JDKS, name)),
    ...(process.env.JAVA_HOME ? [process.env.JAVA_HOME] : []),
  ];
  const found = await Promise.all(homes.map(async (home) => ({ home, version: await versionOf(home) })));
  const [oldest] = found.filter(({ version }) => version >= atLeast).toSorted((a, b) => a.version - b.version);
  if (oldest === undefined) throw new Error(`no JDK ${atLeast} or newer in ${SYSTEM_JDKS} or JAVA_HOME`);
  return oldest.home;
}

async function versionOf(home: string): Promise<number> {
  try {
    // javac 25.0.3
    return Number(/^javac (\d+)/.exec(await run([join(home, 'bin', 'javac'), '-version']))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
