/**
 * Every failure this program reports on purpose, by what it is about. A code never changes its meaning, and decides the
 * exit code.
 */
export type ErrorCode =
  /** The command line does not fit the commands. */
  | 'ERR_USAGE'
  /** An answer or a value cannot be used. */
  | 'ERR_INPUT'
  | 'ERR_MISSING_ANSWER'
  /** The version is unknown, or lacks what was wished for. */
  | 'ERR_STACK_VERSION'
  /** Something is already where the output is to go. */
  | 'ERR_EXISTS'
  /** Another process writes there. */
  | 'ERR_LOCKED'
  /** A file that was named cannot be read, or is of another kind. */
  | 'ERR_READ'
  /** The place for the output cannot take it: said before anything is made. */
  | 'ERR_OUTPUT'
  /** Writing failed; nothing is left behind. */
  | 'ERR_WRITE'
  /** What was asked for cannot be encoded, or should not be. */
  | 'ERR_PKI'
  /** A handshake or a rule failed over files that were read. */
  | 'ERR_PROOF'
  /** A server cannot be reached. */
  | 'ERR_CONNECT'
  | 'ERR_CANCELLED';

/** Exit codes: 1 failed, 2 wrong usage (0 is done). */
const EXIT_CODE: Record<ErrorCode, 1 | 2> = {
  ERR_USAGE: 2,
  ERR_INPUT: 2,
  ERR_MISSING_ANSWER: 2,
  ERR_STACK_VERSION: 2,
  ERR_EXISTS: 2,
  ERR_LOCKED: 1,
  ERR_READ: 2,
  ERR_OUTPUT: 2,
  ERR_WRITE: 1,
  ERR_PKI: 1,
  ERR_PROOF: 1,
  ERR_CONNECT: 1,
  ERR_CANCELLED: 1,
};

/** One thing that is wrong with one input. No part of it ever holds a secret. */
export interface Problem {
  readonly code: ErrorCode;
  /** What is wrong with which input: one line, lower case. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** A failure with everything the terminal needs to explain it. Several problems may be reported at once. */
export class CertlabError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: Problem | readonly Problem[], options?: { cause?: unknown }) {
    const list = Array.isArray(problems) ? (problems as readonly Problem[]) : [problems as Problem];
    super(list.map((problem) => problem.message).join('; '), options);
    this.name = 'CertlabError';
    this.problems = list;
  }

  get code(): ErrorCode {
    return this.problems[0]?.code ?? 'ERR_USAGE';
  }

  get exitCode(): 1 | 2 {
    return EXIT_CODE[this.code];
  }
}
