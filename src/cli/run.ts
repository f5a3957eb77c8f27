import { CommanderError } from 'commander';
import { CertlabError } from '../errors.js';
import { buildProgram } from './program.js';
import { processTerminal, type Terminal } from './terminal/terminal.js';
import { usageProblem } from './usage.js';

const FAILED = 1;
const WRONG_USAGE = 2;

/**
 * Runs one command line and returns the exit code: 0 done, 1 failed, 2 wrong usage. The only place where an error becomes
 * words on the terminal; a stack trace is shown only for a defect of this program, and only on demand.
 *
 * @param argv without the names of node and of the program; nothing at all means `create`
 */
export async function run(argv: readonly string[]): Promise<number> {
  const terminal = processTerminal();
  const interrupt = new AbortController();
  const forget = onInterrupt(interrupt);
  surviveClosedPipes();
  let exitCode = 0;
  const program = buildProgram({ terminal, signal: interrupt.signal, setExitCode: (code) => (exitCode = code) });
  try {
    await program.parseAsync(argv.length === 0 ? ['create'] : argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return explain(error, { argv, terminal, signal: interrupt.signal });
  } finally {
    forget();
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The first signal asks the work to stop and clean up; the listeners are then gone, so that the second one ends it. */
function onInterrupt(interrupt: AbortController): () => void {
  const forget = () => {
    for (const signal of SIGNALS) process.off(signal, stop);
  };
  const stop = () => {
    forget();
    interrupt.abort(new CertlabError({ code: 'ERR_CANCELLED', message: 'interrupted; nothing was written' }));
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  return forget;
}

/** What writing says where the reader of a pipe went away (`| head`), or the terminal was closed. */
const READER_GONE: readonly unknown[] = ['EPIPE', 'EIO'];

/** A reader that went away is no failure of ours: the work goes on, and what is written to it is lost, as it wished. */
function surviveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!READER_GONE.includes(error.code)) throw error;
    });
  }
}

interface Circumstances {
  readonly argv: readonly string[];
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

function explain(error: unknown, { argv, terminal, signal }: Circumstances): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    const problem = usageProblem(error, argv);
    if (problem) terminal.problem(problem);
    return WRONG_USAGE;
  }
  // Whatever the work says about being stopped, the person hears one thing.
  const cause = signal.aborted && !isFailure(error) ? signal.reason : error;
  if (cause instanceof CertlabError) {
    for (const problem of cause.problems) terminal.problem(problem);
    return cause.exitCode;
  }
  terminal.problem({
    code: 'ERR_USAGE',
    message: `a defect in fleet-certlab: ${(error as Error).message}`,
    hint: 'run again with FLEET_CERTLAB_DEBUG=1 and report what it prints',
  });
  if (process.env.FLEET_CERTLAB_DEBUG) terminal.error.write(`${(error as Error).stack}\n`);
  return FAILED;
}

/** An error with a reason of its own, which an interrupt must not hide. */
const isFailure = (error: unknown): boolean => error instanceof CertlabError && error.code !== 'ERR_CANCELLED';
