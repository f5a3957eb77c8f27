import type { JudgedCase } from './compare.js';
import type { JudgeName } from './judges.js';

/** Where a judge does not say what `verify` says, and why both are right. */
export interface Documented {
  readonly judge: JudgeName;
  readonly reason: string;
  readonly covers: (judged: JudgedCase) => boolean;
}

export const DOCUMENTED: readonly Documented[] = [
  {
    judge: 'goBefore',
    // Whoever shows nothing is let in where a certificate is optional. `verify` shows it all the same, which is the harder
    // test; that the configured certificate may be kept back is the rule client-authority-not-requested.
    reason: "Go's client keeps its certificate back when the server does not name its authority (until the 9.5 loader)",
    covers: ({ proof, job, verdict }) =>
      verdict.accepted && proof.case.startsWith('client-of-') && job.server.client_authentication === 'optional',
  },
];
