import type { ChalkInstance } from 'chalk';
import type { Finding, Severity } from '../rules/types.js';
import { wrapped } from './terminal/fold.js';
import { visible } from './terminal/terminal.js';

const COLOURS: Readonly<Record<Severity, 'red' | 'yellow' | 'cyan'>> = {
  error: 'red',
  warning: 'yellow',
  info: 'cyan',
};
const LABEL_COLUMN = 9;
/** Wider than running text, because findings quote long paths and messages. */
export const WIDEST = 110;

/** Findings for people, one block for each. */
export function findingsText(findings: readonly Finding[], colour: ChalkInstance, columns = WIDEST): string {
  return findings.map((finding) => findingBlock(finding, colour, Math.min(columns, WIDEST))).join('\n\n');
}

/** `error[id]`, then where, seen, cause and fix below each other. */
export function findingBlock(finding: Finding, colour: ChalkInstance, width: number): string {
  const { rule, severity, where, seen, cause, fix } = finding;
  const rows = [
    ['where', where],
    ...(seen ? [['seen', `${seen.program}: ${seen.text}`] as const] : []),
    ['cause', cause],
    ['fix', fix],
  ] as const;
  return [colour[COLOURS[severity]].bold(`${severity}[${rule}]`), ...labelledRows(rows, colour, width)].join('\n');
}

/** Texts below each other, each after its label. */
export function labelledRows(
  rows: readonly (readonly [label: string, text: string])[],
  colour: ChalkInstance,
  width: number,
): string[] {
  const margin = ' '.repeat(LABEL_COLUMN);
  return rows.flatMap(([label, text]) => {
    const [first = '', ...rest] = wrapped(visible(text), width - LABEL_COLUMN);
    return [`  ${colour.dim(label.padEnd(LABEL_COLUMN - 2))}${first}`, ...rest.map((line) => `${margin}${line}`)];
  });
}
