import type { ChalkInstance } from 'chalk';
import type { CheckedSource, CheckResult } from '../proof/check-types.js';
import type { Severity } from '../rules/types.js';
import { count } from './count.js';
import { findingBlock, WIDEST } from './findings-text.js';
import { wrapped } from './terminal/fold.js';
import { visible } from './terminal/terminal.js';

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
  kibana: 'Kibana',
  files: 'certificates and keys',
} as const;

function sourceBlock({ source, kind, flags }: CheckedSource, colour: ChalkInstance, width: number): string {
  const lines = flags.flatMap(({ flag, value, meaning, ignored }) => [
    `  ${colour.cyan(flag)}${value === undefined ? '' : ` ${visible(value)}`}`,
    ...wrapped(ignored ? 'ignored, because it is given again' : meaning, width - 6).map((line) => `      ${line}`),
  ]);
  return [`${colour.bold(visible(source))} configures ${KINDS[kind]}`, ...lines].join('\n');
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
