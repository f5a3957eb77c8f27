import type { Terminal } from './terminal/terminal.js';

/** What every command gets: a terminal, the interrupt, and the way to end with another exit code than 0. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** Aborts at the first Ctrl-C; its reason is a CertlabError ERR_CANCELLED. The second Ctrl-C ends the process. */
  readonly signal: AbortSignal;
  setExitCode(code: number): void;
}
