/**
 * Every failure this program reports on purpose. `code` is stable and documented; the message names the input, the hint
 * names the way out. Neither ever holds a secret.
 */
export type ErrorCode =
  | 'ERR_USAGE'
  | 'ERR_INPUT'
  | 'ERR_MISSING_ANSWER'
  | 'ERR_STACK_VERSION'
  | 'ERR_EXISTS'
  | 'ERR_LOCKED'
  | 'ERR_READ'
  | 'ERR_OUTPUT'
  | 'ERR_WRITE'
  | 'ERR_PKI'
  | 'ERR_PROOF'
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

/** One thing that is wrong with one input. */
export interface Problem {
  readonly code: ErrorCode;
  /** What is wrong with which input: one line, lower case, no secret. */
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
