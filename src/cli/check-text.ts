import type { ChalkInstance } from 'chalk';
import type { CheckedSource, CheckResult, Finding, Severity } from '../check/types.js';
import { visible } from '../terminal/terminal.js';
import { count } from './count.js';

const COLOURS: Readonly<Record<Severity, 'red' | 'yellow' | 'cyan'>> = {
  error: 'red',
  warning: 'yellow',
  info: 'cyan',
};
/** Longer lines are hard to read, whatever the window's width. */
const WIDEST = 110;
const LABEL_COLUMN = 9;

/** What `check` prints for people: what each flag does, one block for each finding, then one line. */
export function checkText(result: CheckResult, colour: ChalkInstance, columns: number): string {
  const width = Math.min(columns, WIDEST);
  const blocks = [
    ...result.sources.filter(({ flags }) => flags.length > 0).map((source) => sourceBlock(source, colour, width)),
    ...result.findings.map((finding) => findingBlock(finding, colour, width)),
    summaryLine(result, colour),
  ];
  return blocks.join('\n\n');
}

const KINDS = {
  agent: 'an ordinary agent',
  'fleet-server': "a Fleet Server's host",
  elasticsearch: 'Elasticsearch',
} as const;

function sourceBlock({ source, kind, flags }: CheckedSource, colour: ChalkInstance, width: number): string {
  const lines = flags.flatMap(({ flag, value, meaning }) => [
    `  ${colour.cyan(flag)}${value === undefined ? '' : ` ${visible(value)}`}`,
    ...wrapped(meaning, width - 6).map((line) => `      ${line}`),
  ]);
  return [`${colour.bold(visible(source))} configures ${KINDS[kind]}`, ...lines].join('\n');
}

/** `error[id]`, then where, seen, cause and fix below each other. */
export function findingBlock(finding: Finding, colour: ChalkInstance, width: number): string {
  const { rule, severity, where, seen, cause, fix } = finding;
  const paint = colour[COLOURS[severity]];
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['where', where],
    ['seen', seen && `${seen.program}: ${seen.text}`],
    ['cause', cause],
    ['fix', fix],
  ];
  const lines = rows.flatMap(([label, text]) => {
    if (text === undefined) return [];
    const [first = '', ...rest] = wrapped(visible(text), width - LABEL_COLUMN);
    const margin = ' '.repeat(LABEL_COLUMN);
    return [`  ${colour.dim(label.padEnd(LABEL_COLUMN - 2))}${first}`, ...rest.map((line) => `${margin}${line}`)];
  });
  return [`${paint.bold(`${severity}[${rule}]`)}`, ...lines].join('\n');
}

function summaryLine({ findings, handshakes }: CheckResult, colour: ChalkInstance): string {
  const of = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const [errors, warnings, notes] = [of('error'), of('warning'), of('info')];
  const refused = handshakes.filter(({ outcome }) => outcome === 'refuse').length;
  const shaken =
    handshakes.length === 0
      ? ''
      : `; ${count(handshakes.length, 'handshake')} over these files, ${refused === 0 ? 'all accepted' : `${refused} refused`}`;
  if (findings.length === 0) return `${colour.green('nothing is wrong')}${shaken}`;
  const parts = [
    ...(errors > 0 ? [colour.red(count(errors, 'error'))] : []),
    ...(warnings > 0 ? [colour.yellow(count(warnings, 'warning'))] : []),
    ...(notes > 0 ? [colour.cyan(count(notes, 'note'))] : []),
  ];
  return `${parts.join(', ')}${shaken}; fleet-certlab explain <id> tells more`;
}

/** Breaks a text at spaces; a word that is longer than the line, such as a path, stays whole. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
