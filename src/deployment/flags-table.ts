import { QUESTIONS, type Question } from './questions.js';

/** The README's table of flags, in Markdown. */
export function flagsTable(): string {
  return [
    '| flag | default | meaning |',
    '|---|---|---|',
    ...QUESTIONS.map(
      (question) => `| ${flagOf(question)} | ${cell(defaultOf(question))} | ${cell(meaningOf(question))} |`,
    ),
    '',
  ].join('\n');
}

const flagOf = ({ name, placeholder }: Question): string =>
  `\`--${name}${placeholder === undefined ? '' : ` <${placeholder.replaceAll('|', '\\|')}>`}\``;

function defaultOf({ required, placeholder, defaultText }: Question): string {
  if (required) return 'must be given';
  return defaultText ?? (placeholder === undefined ? 'off' : '');
}

function meaningOf({ description, repeatable, environment }: Question): string {
  return [
    description,
    ...(repeatable ? ['repeatable'] : []),
    ...(environment ? [`environment: \`${environment}\``] : []),
  ].join('; ');
}

/** A bar would end the cell; a backslash or an asterisk would be read as Markdown. */
const cell = (text: string): string => text.replaceAll(/[\\|*]/g, '\\$&');
