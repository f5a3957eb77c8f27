import { closeSync, lstatSync, openSync, readFileSync, rmSync, type Stats, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { CertlabError } from '../errors.js';
import { PRIVATE_FILE } from './write.js';

/** Held while one program writes a deployment. */
export interface Lock {
  release(): void;
}

/** What a lock file says, as one line of JSON. */
interface Holder {
  readonly program: typeof PROGRAM;
  readonly process: number;
  readonly host: string;
  /** Name of the folder beside the lock that the holder writes into. */
  readonly writes: string;
}

/** What stands at the path of a lock. */
type Finding =
  | { readonly kind: 'nothing' }
  /** Left by a run that was killed. */
  | { readonly kind: 'stale'; readonly writes?: string }
  | { readonly kind: 'held'; readonly holder: Holder }
  /** Not known to be of this program: never removed. */
  | { readonly kind: 'foreign'; readonly what: string };

const PROGRAM = 'fleet-certlab';
/** A lock is a few hundred bytes long. */
const LONGEST = 4096;
/** A lock is written in the moment it is made; one that is still empty after this many milliseconds never will be. */
const EMPTY_FOR = 60_000;

/** The content of the locks this process holds: a process number alone may be that of a killed run (in a container always). */
const mine = new Set<string>();

/**
 * Takes the lock file at `path`. The lock of a run on this host that was killed is taken over.
 *
 * @param writes name of the folder beside `path` that the holder will write into; no other holder uses it
 * @param clear removes the folder of a killed run, before its lock goes
 * @throws CertlabError ERR_LOCKED when another run holds it, or something else stands there
 */
export function takeLock(path: string, writes: string, clear: (writes: string) => void): Lock {
  const holder: Holder = { program: PROGRAM, process: process.pid, host: hostname(), writes };
  const text = `${JSON.stringify(holder)}\n`;
  if (!create(path, text)) takeOver(path, text, holder, clear);
  mine.add(text);
  return {
    release() {
      mine.delete(text);
      // Somebody may have removed it by hand, and another run taken its place.
      if (contentOf(path) === text) rmSync(path, { force: true });
    },
  };
}

/** Whether the file was made. */
function create(path: string, text: string): boolean {
  const descriptor = openNew(path);
  if (descriptor === undefined) return false;
  try {
    writeFileSync(descriptor, text, { flush: true });
    return true;
  } catch (error) {
    // A full disk leaves it empty.
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

function openNew(path: string): number | undefined {
  try {
    return openSync(path, 'wx', PRIVATE_FILE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  }
}

/**
 * One at a time may judge a lock and remove it: of two that found the same killed run, the second would remove what the
 * first has just taken. The turn is a lock too, so that a run killed in its turn does not block those after it.
 */
function takeOver(path: string, text: string, holder: Holder, clear: (writes: string) => void): void {
  const turn = takeLock(`${path}.takeover`, holder.writes, () => {});
  try {
    const found = inspect(path);
    if (found.kind === 'held' || found.kind === 'foreign') throw refusal(path, found);
    if (found.kind === 'stale') {
      if (found.writes !== undefined) clear(found.writes);
      rmSync(path, { force: true });
    }
    if (!create(path, text)) throw refusal(path, inspect(path));
  } finally {
    turn.release();
  }
}

function inspect(path: string): Finding {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return { kind: 'nothing' };
  const strange = STRANGE.find(([applies]) => applies(stat))?.[1];
  if (strange !== undefined) return { kind: 'foreign', what: strange };
  const text = contentOf(path);
  if (text === undefined) return { kind: 'foreign', what: 'cannot be read' };
  if (text === '') return wasAbandoned(stat) ? { kind: 'stale' } : { kind: 'foreign', what: 'is empty' };
  const holder = parseHolder(text);
  if (holder === undefined) return { kind: 'foreign', what: `was not written by ${PROGRAM}` };
  return isHeld(holder, text) ? { kind: 'held', holder } : { kind: 'stale', writes: holder.writes };
}

const STRANGE: readonly (readonly [applies: (stat: Stats) => boolean, what: string])[] = [
  [(stat) => stat.isSymbolicLink(), 'is a symbolic link'],
  [(stat) => stat.isDirectory(), 'is a folder'],
  [(stat) => !stat.isFile(), 'is not a file'],
  [(stat) => stat.size > LONGEST, `was not written by ${PROGRAM}`],
];

/** A power cut, or a kill between making the file and filling it. Private from birth, which a file that somebody touched is not. */
const wasAbandoned = ({ mode, uid, mtimeMs }: Stats): boolean =>
  (mode & 0o777) === PRIVATE_FILE && uid === process.getuid?.() && Date.now() - mtimeMs > EMPTY_FOR;

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    const { program, process, host, writes } = JSON.parse(text) as Record<keyof Holder, unknown>;
    const pid = Number.isSafeInteger(process) && (process as number) > 0 ? (process as number) : undefined;
    if (program !== PROGRAM || pid === undefined || typeof host !== 'string' || typeof writes !== 'string')
      return undefined;
    return { program, process: pid, host, writes };
  } catch {
    return undefined;
  }
}

/** Whether the process of another host lives cannot be known here. */
function isHeld({ process: pid, host }: Holder, text: string): boolean {
  if (host !== hostname()) return true;
  return pid === process.pid ? mine.has(text) : isAlive(pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function refusal(path: string, found: Finding): CertlabError {
  if (found.kind === 'foreign') {
    return new CertlabError({
      code: 'ERR_LOCKED',
      message: `the lock file ${path} ${found.what}, so it is not known who holds it`,
      hint: `if no ${PROGRAM} is writing here, remove it, or choose another folder with --out`,
    });
  }
  const { process: pid, host, writes } = found.kind === 'held' ? found.holder : ({} as Partial<Holder>);
  const who = pid === undefined ? '' : ` (process ${pid} on ${JSON.stringify(host)})`;
  return new CertlabError({
    code: 'ERR_LOCKED',
    message: `another ${PROGRAM}${who} is writing here: ${path}`,
    hint: `wait for it to end; if no such process runs, remove that file${writes === undefined ? '' : ` and the folder ${JSON.stringify(writes)} beside it`}`,
  });
}
