import type { ChalkInstance } from 'chalk';
import { describeCase, explainCase, isUndecided } from '../proof/cases.js';
import type { ProofCase } from '../proof/types.js';
import { count } from './count.js';
import { labelledRows, WIDEST } from './findings-text.js';

/** Every case that ended otherwise than it must, those that say the same as one: what was tried, what was said, cause and fix. */
export function failedCasesText(cases: readonly ProofCase[], colour: ChalkInstance, columns = WIDEST): string {
  const groups = new Map<string, ProofCase[]>();
  for (const one of cases.filter(({ ok }) => !ok)) {
    // While one end refuses everybody, nobody knows what the other one would refuse: one trouble, not ten.
    const tried = isUndecided(one) ? '' : one.case;
    const key = [one.link, tried, one.server, one.outcome, said(one)].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group) => groupText(group, colour, Math.min(columns, WIDEST))).join('\n\n');
}

/** What an end said, without the moment it said it at. */
const said = ({ reason }: ProofCase): string => reason.replace(/ at \d{4}-.*/, '');

function groupText(group: readonly ProofCase[], colour: ChalkInstance, width: number): string {
  const [one] = group as [ProofCase];
  const title = isUndecided(one) ? 'not decided' : describeCase(one.case).title;
  const [client, ...more] = distinct(group.map((each) => each.client));
  const others = more.length > 0 ? ` and ${count(more.length, 'client')} more` : '';
  const { cause, fix } = explainCase(one);
  const rows = [
    ['case', distinct(group.map((each) => each.case)).join(', ')],
    ['ends', `${client}${others} -> ${one.server}`],
    ['said', `${said(one)}; ${verdict(one)}`],
    ['cause', cause],
    ['fix', fix],
  ] as const;
  return [`${colour.red('FAILED')} ${colour.bold(one.link)}: ${title}`, ...labelledRows(rows, colour, width)].join(
    '\n',
  );
}

function verdict(one: ProofCase): string {
  if (isUndecided(one)) return 'the end that must refuse had no say';
  return one.expected === 'accept' ? 'it must work' : 'it must be refused';
}

const distinct = <T>(items: readonly T[]): T[] => [...new Set(items)];
