import { spawn, spawnSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { type Ended, ended, MAIN, type RunOptions } from './program.js';

/** In CI it must be there: a missing python3 then fails the tests instead of skipping them. */
export const HAS_PSEUDO_TERMINAL = Boolean(process.env.CI) || spawnSync('python3', ['-c', 'import pty']).status === 0;

/** What to wait for on the screen, and what to type then. */
export type Step = readonly [shown: string, keys: string];

export const ENTER = '\r';
export const CTRL_C = '\u0003';

export interface Session extends Pick<Ended, 'code'> {
  /** All that was written to the terminal: as it came, and without its escape sequences. */
  readonly raw: string;
  readonly text: string;
}

/**
 * A terminal of 80 columns with the program in it, and somebody who types. Ends with the program's exit code, or with 124
 * and what the screen showed when an expected text did not come.
 */
const DRIVER = `
import fcntl, json, os, pty, re, select, struct, sys, termios
steps, words = json.loads(sys.argv[1]), sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(words[0], words)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', 40, 80, 0, 0))
raw, seen, code = b'', 0, None
while True:
    ready, _, _ = select.select([terminal], [], [], 60)
    if not ready:
        code = 124
        os.kill(pid, 9)
        break
    try:
        chunk = os.read(terminal, 65536)
    except OSError:
        break
    if not chunk:
        break
    raw += chunk
    text = re.sub(r'\\x1b\\[[0-9;?]*[A-Za-z]', '', raw.decode(errors='replace'))
    at = text.find(steps[0][0], seen) if steps else -1
    if at >= 0:
        seen = at + len(steps[0][0])
        os.write(terminal, steps.pop(0)[1].encode())
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
sys.stdout.buffer.write(raw)
sys.exit(status if code is None else code)
`;

/** Runs the program in a terminal and types each step's keys once its text is there. */
export async function typeInTerminal(
  words: readonly string[],
  steps: readonly Step[],
  { cwd, environment }: RunOptions,
): Promise<Session> {
  // An operator's terminal, whatever runs the tests: chalk draws no colours where CI is set.
  const { NO_COLOR: _, CI: __, ...inherited } = process.env;
  const child = spawn('python3', ['-c', DRIVER, JSON.stringify(steps), process.execPath, MAIN, ...words], {
    cwd,
    env: { ...inherited, TERM: 'xterm-256color', ...environment },
  });
  const { code, stdout: raw, stderr } = await ended(child);
  if (stderr !== '') throw new Error(stderr);
  return { code, raw, text: stripVTControlCharacters(raw).replaceAll('\r\n', '\n') };
}
