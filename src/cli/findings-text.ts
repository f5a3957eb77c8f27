import type { ChalkInstance } from 'chalk';
import type { Finding, Severity } from '../check/types.js';
import { visible } from '../terminal/terminal.js';

const COLOURS: Readonly<Record<Severity, 'red' | 'yellow' | 'cyan'>> = {
  error: 'red',
  warning: 'yellow',
  info: 'cyan',
};

/** Findings for people: what is wrong and where, what the program would say, the cause, the way out. */
export function findingsText(findings: readonly Finding[], colour: ChalkInstance): string {
  return findings.map((finding) => findingText(finding, colour)).join('\n\n');
}

function findingText({ rule, severity, where, seen, cause, fix }: Finding, colour: ChalkInstance): string {
  return [
    `${colour[COLOURS[severity]](`${severity}:`)} ${colour.bold(rule)} in ${visible(where)}`,
    ...(seen ? [`  seen:  ${seen.program}: ${visible(seen.text)}`] : []),
    `  cause: ${visible(cause)}`,
    `  fix:   ${visible(fix)}`,
  ].join('\n');
}
