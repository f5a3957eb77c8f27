import type { ChalkInstance } from 'chalk';
import type { ProofCase } from '../proof/types.js';
import type { Finding } from '../rules/types.js';
import { count } from './count.js';
import { findingBlock, WIDEST } from './findings-text.js';

/** Findings of one cause, and the failures that it explains. */
export interface FindingGroup {
  readonly finding: Finding;
  /** Every place it was found in. */
  readonly places: readonly string[];
  readonly failures: readonly ProofCase[];
}

/** Findings that say the same about several places as one, those that explain the most failures first. */
export function groupFindings(findings: readonly Finding[], cases: readonly ProofCase[]): FindingGroup[] {
  const failed = cases.filter(({ ok }) => !ok);
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = [finding.rule, finding.cause].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()]
    .map((group) => {
      const [finding] = group as [Finding];
      const places = group.map(({ where }) => where);
      const isAt = (id: string) => places.some((place) => place === id || place.startsWith(`${id}: `));
      const failures =
        finding.severity === 'error' ? failed.filter(({ client, server }) => isAt(client) || isAt(server)) : [];
      return { finding, places, failures };
    })
    .toSorted((a, b) => b.failures.length - a.failures.length);
}

/** One block for each group; every place of it with `verbose`. */
export function groupsText(
  groups: readonly FindingGroup[],
  { verbose, failed }: { readonly verbose: boolean; readonly failed: number },
  colour: ChalkInstance,
  columns = WIDEST,
): string {
  return groups
    .map(({ finding, places, failures }) => {
      const [first, ...rest] = places;
      const others = rest.length === 0 ? '' : ` and ${count(rest.length, 'more place')}`;
      const where = verbose ? places.join(', ') : `${first}${others}`;
      const block = findingBlock({ ...finding, where }, colour, Math.min(columns, WIDEST));
      return failures.length === 0 ? block : `${block}\n  explains ${failures.length} of ${count(failed, 'failure')}`;
    })
    .join('\n\n');
}
