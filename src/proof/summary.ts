import type { LinkId } from '../plan/types.js';
import { describeCase } from './cases.js';
import type { Proof, ProofCase } from './types.js';

/** One line: what was tried and how it ended. */
export function summariseProof({ cases, findings }: Proof): string {
  const handshakes = cases.filter((one) => one.tls !== 'rule');
  const links = new Set(cases.map((one) => one.link)).size;
  const wrong = cases.filter((one) => !one.ok).length;
  const parts = [
    `${count(handshakes, (one) => one.ok && one.outcome === 'accept')} accepted`,
    `${count(handshakes, (one) => one.ok && one.outcome === 'refuse')} refused as they must`,
    ...(wrong > 0 ? [`${wrong} not as they must`] : []),
  ];
  const ended = `${plural(links, 'link')}, ${plural(handshakes.length, 'handshake')}: ${parts.join(', ')}`;
  return `proof: ${ended}; ${plural(findings.length, 'finding')}`;
}

/**
 * Links by cases, in plain text: how many of each went as they must. Five links by their names are wider than a terminal,
 * so the columns are numbered.
 */
export function renderMatrix({ cases }: Proof): string {
  if (cases.length === 0) return 'nothing to try: no link has both of its ends here';
  const links = distinct(cases.map((one) => one.link));
  const rows = distinct(cases.map((one) => one.case)).sort(
    (a, b) => describeCase(a).position - describeCase(b).position,
  );
  const table = [
    ['', ...links.map((_, index) => `${index + 1}`)],
    ...rows.map((name) => [name, ...links.map((link) => cell(cases, link, name))]),
  ];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) => row.map((text, column) => text.padEnd(widths[column]!)).join('   '));
  return [
    ...links.map((link, index) => `${index + 1}  ${link}`),
    '',
    ...lines.map((line) => line.trimEnd()),
    '',
    'ok 2: two went as they must; -: no case of this link; report.html describes each',
  ].join('\n');
}

function cell(cases: readonly ProofCase[], link: LinkId, name: string): string {
  const group = cases.filter((one) => one.link === link && one.case === name);
  if (group.length === 0) return '-';
  const ok = count(group, (one) => one.ok);
  return ok === group.length ? `ok ${ok}` : `FAILED ${group.length - ok} of ${group.length}`;
}

const count = <T>(items: readonly T[], matches: (item: T) => boolean): number => items.filter(matches).length;

const plural = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

const distinct = <T>(items: readonly T[]): T[] => [...new Set(items)];
