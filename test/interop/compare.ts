import type { ProvenCase } from './cases.js';
import type { Verdict } from './judges.js';

/** A case as `verify` and a judge decided it. */
export interface JudgedCase extends ProvenCase {
  readonly verdict: Verdict;
}

/** Where a judge and `verify` do not say the same. */
export interface Difference {
  readonly job: string;
  readonly verify: string;
  readonly judge: string;
}

/** What an end says that only heard of the other end's refusal, in the words of Go, Java and OpenSSL. */
const ECHO = /remote error|EOF|reset by peer|[Bb]roken pipe|Received fatal alert|closed|ALERT|Remote host terminated/;

type End = 'server' | 'client';

/** An end that refused by itself, when it loaded its files or when the two met, and what it said. */
export interface Refusal {
  readonly end: End;
  readonly text: string;
}

export function refusals({ serverLoad, clientLoad, server, client }: Verdict): Refusal[] {
  const said: [End, string | undefined][] = [
    ['server', serverLoad],
    ['client', clientLoad],
    ['server', server],
    ['client', client],
  ];
  return said.flatMap(([end, text]) => (text === undefined || ECHO.test(text) ? [] : [{ end, text }]));
}

/** Compares outcomes, and of refused handshakes also who refused. */
export function differences(cases: readonly JudgedCase[]): Difference[] {
  return cases.flatMap(({ proof, job, verdict }) => {
    const refused = refusals(verdict);
    const outcome = verdict.accepted ? 'accept' : 'refuse';
    // A clock case looks at both ends, and does not say which one was found.
    const by = /^(server|client): /.exec(proof.reason)?.[1];
    const same = outcome === proof.outcome && (by === undefined || (refused.length === 1 && refused[0]!.end === by));
    if (same) return [];
    const { id: _, log: __, ...said } = verdict;
    return [{ job: job.id, verify: `${proof.outcome}, ${proof.reason}`, judge: JSON.stringify(said) }];
  });
}
