import { BadAnswer, within } from './bad-answer.js';
import { type CsvRecord, parseCsv } from './csv.js';
import { parseHost } from './hosts.js';
import { parseAgentName } from './names.js';
import { nearest } from './nearest.js';
import { shown } from './shown.js';
import { type Agent, PLATFORMS } from './types.js';
import { oneOf } from './words.js';

/** An agent as it was written down, not judged yet. */
export interface AgentAnswer {
  readonly name: string;
  readonly platform?: string;
  readonly altNames?: readonly string[];
}

/** The columns of an agents file, in the order they have where no header says otherwise. */
export const AGENT_COLUMNS = ['name', 'platform', 'alt-names'] as const;

const parsePlatform = oneOf(PLATFORMS);

/**
 * Judges one agent. The platform is linux unless given; further names are names and addresses of that host.
 *
 * @throws BadAnswer that follows the agent's name in a sentence
 */
export function parseAgent({ name, platform, altNames = [] }: AgentAnswer): Agent {
  const canonical = parseAgentName(name);
  const names = altNames.map((one) => about('has a further name', one, parseHost));
  const twice = names.find((one, index) => names.indexOf(one) !== index || one === canonical);
  if (twice !== undefined) throw new BadAnswer(`has the name ${twice} twice`, 'name it once');
  return {
    name: canonical,
    platform: platform ? about('has a platform', platform.toLowerCase(), parsePlatform) : 'linux',
    altNames: names,
  };
}

/** A row of an agents file, judged when asked for, so that all bad rows can be reported together. */
export interface AgentRow {
  readonly line: number;
  readonly name: string;
  /** @throws BadAnswer */
  readonly agent: () => Agent;
}

/**
 * Reads an agents file: CSV with the header `name,platform,alt-names` (any of its columns in any order, name among them),
 * or the same columns without header, of which one name a line is the plainest. Several alt-names stand in one field,
 * separated by commas (quoted), semicolons or spaces.
 *
 * @throws BadAnswer for a file that is no such table
 */
export function parseAgentsFile(content: Buffer): AgentRow[] {
  const [first, ...others] = parseCsv(decode(content));
  const header = first && isHeader(first);
  const rows = first && !header ? [first, ...others] : others;
  const columns = header ? columnsOf(first) : AGENT_COLUMNS;
  if (rows.length === 0) throw new BadAnswer('names no agent', 'write one line for each');
  return rows.map(({ line, fields }) => ({
    line,
    name: fields[columns.indexOf('name')] ?? '',
    agent: () => parseAgent(readFields(fields, columns)),
  }));
}

function decode(content: Buffer): string {
  try {
    // TextDecoder takes the byte order mark off.
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw new BadAnswer('is not UTF-8 text', 'save it as CSV in UTF-8');
  }
}

const isColumn = (text: string): boolean => (AGENT_COLUMNS as readonly string[]).includes(text.toLowerCase());

/** A header has at least one word that no other line has any use for. */
const isHeader = ({ fields }: CsvRecord): boolean => fields.some(isColumn);

function columnsOf({ fields, line }: CsvRecord): string[] {
  const unknown = fields.find((field) => !isColumn(field));
  if (unknown !== undefined) {
    const meant = nearest(unknown, AGENT_COLUMNS);
    throw new BadAnswer(
      `has the unknown column ${shown(unknown)} on line ${line}`,
      meant ? `did you mean ${meant}?` : `the columns are ${AGENT_COLUMNS.join(', ')}`,
    );
  }
  const columns = fields.map((field) => field.toLowerCase());
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined)
    throw new BadAnswer(`has the column ${twice} twice on line ${line}`, 'leave one of them out');
  if (!columns.includes('name'))
    throw new BadAnswer(`has no column name on line ${line}`, `the columns are ${AGENT_COLUMNS.join(', ')}`);
  return columns;
}

function readFields(fields: readonly string[], columns: readonly string[]): AgentAnswer {
  if (fields.length > columns.length) {
    throw new BadAnswer(
      `has ${fields.length} columns instead of ${columns.length}`,
      'put quotes around several alt-names, or separate them by semicolons',
    );
  }
  const field = (column: (typeof AGENT_COLUMNS)[number]) => fields[columns.indexOf(column)] ?? '';
  return {
    name: field('name'),
    platform: field('platform'),
    altNames: field('alt-names')
      .split(/[\s,;]+/)
      .filter((one) => one !== ''),
  };
}

function about<T>(part: string, text: string, parse: (text: string) => T): T {
  return within(`${part} ${shown(text)} that`, () => parse(text));
}
