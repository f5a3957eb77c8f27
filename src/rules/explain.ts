import { nearest } from '../deployment/nearest.js';
import { CertlabError } from '../errors.js';
import { RULES, type RuleId, TOPICS } from './index.js';
import { type LogLine, readLogLine } from './log-line.js';
import { ELASTIC_MESSAGES } from './messages/elastic.js';
import { GO_MESSAGES } from './messages/go.js';
import { JAVA_MESSAGES } from './messages/java.js';
import type { Message } from './messages/message.js';
import { NODE_MESSAGES } from './messages/node.js';
import { OWN_CODES } from './messages/own.js';
import type { Rule } from './rule.js';
import type { Severity, VersionedSighting } from './types.js';

/** Whose text it is: `elastic-agent`, or `elastic-agent, before 9.5`. */
export const speakerOf = ({ program, since, until }: VersionedSighting): string =>
  [
    program,
    ...(since === undefined ? [] : [`from ${since} on`]),
    ...(until === undefined ? [] : [`before ${until}`]),
  ].join(', ');

/** All there is to say about one rule or one message. */
export interface Page {
  /** The id of a rule, of a message, or an error code of this program. */
  readonly id: string;
  readonly severity: Severity;
  readonly topic: string;
  readonly seen: readonly VersionedSighting[];
  readonly cause: string;
  readonly fix: string;
  readonly explanation: string;
}

/** The page of every rule, in the order of the topics. */
export function allPages(): Page[] {
  return TOPICS.flatMap(({ title, rules }) =>
    (Object.entries(rules) as [RuleId, Rule][]).map(([id, { seen = [], ...rule }]) => ({
      id,
      topic: title,
      seen,
      ...rule,
    })),
  );
}

/** A page for each message that is not the sign of one rule. */
export const messagePages = (): Page[] =>
  MESSAGES.map(([id, { program, text, cause, fix, rules = [], source }]) => ({
    id,
    severity: 'info',
    topic: 'Messages',
    seen: [{ program, text }],
    cause,
    fix,
    explanation: `${
      rules.length === 0 ? '' : `Found in files and commands as ${rules.join(', ')}. `
    }The message is known from ${source}.`,
  }));

/** A page for each error code of this program. */
const codePages = (): Page[] =>
  Object.entries(OWN_CODES).map(([id, { cause, fix }]) => ({
    id,
    severity: 'info',
    topic: 'Error codes of fleet-certlab',
    seen: [{ program: 'fleet-certlab', text: `error[${id}]` }],
    cause,
    fix,
    explanation: 'An error of this program has a code that does not change, a message and, where there is one, a hint.',
  }));

const MESSAGES: readonly [string, Message][] = Object.entries({
  ...GO_MESSAGES,
  ...JAVA_MESSAGES,
  ...NODE_MESSAGES,
  ...ELASTIC_MESSAGES,
});

/** What is known about a text that somebody pasted. */
export interface Explained {
  readonly pages: readonly Page[];
  /** The log line that it was, where more is known from it than the message. */
  readonly line?: LogLine;
}

/**
 * The page of a rule or a code, or every page that a message can come from, the closest match first.
 *
 * @throws CertlabError ERR_USAGE when there is none; its hint names the nearest id
 */
export function explainText(text: string): Explained {
  const query = text.trim();
  const rules = allPages();
  const others = [...messagePages(), ...codePages()];
  const code = /^(?:error\[)?(ERR_[A-Z_]+)\]?/.exec(query)?.[1] ?? /^error\[([a-z0-9-]+)\]/.exec(query)?.[1] ?? query;
  const named = [...rules, ...others].find(({ id }) => id.toLowerCase() === code.toLowerCase());
  if (named) return { pages: [named] };
  const line = readLogLine(query);
  const message = normalised(line.message.slice(0, LONGEST_MESSAGE));
  const scored = [...rules, ...others]
    .map((page) => ({ page, score: closenessOf(page, message) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score);
  if (scored.length > 0) {
    const pages = scored.map(({ page }) => page);
    return { pages, ...((line.component ?? line.time) !== undefined && { line }) };
  }
  const meant = /\s/.test(query) ? undefined : nearest(query, Object.keys(RULES));
  throw new CertlabError({
    code: 'ERR_USAGE',
    message: `nothing is known about ${JSON.stringify(query.slice(0, 80))}`,
    hint: meant ? `did you mean ${meant}?` : 'give less of the message, or see all ids with: fleet-certlab explain',
  });
}

/** The pages alone. */
export const explain = (text: string): readonly Page[] => explainText(text).pages;

/** A message ends long before; a whole log would take minutes. */
const LONGEST_MESSAGE = 4000;

/** The best of its texts decides; that several programs say it makes a page likelier among equals. */
function closenessOf({ seen }: Page, message: string): number {
  const scores = seen.map(({ text }) => closeness(message, text)).filter((score) => score > 0);
  return scores.length === 0 ? 0 : Math.max(...scores) + scores.length / 10;
}

/** Case, quotes, white space and the numbers that differ from case to case do not count. */
const normalised = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/["'`“”‘’\\]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** Shorter ones, such as a single word, would be found everywhere. */
const LEAST_PART = 8;

/**
 * How much of a known text is in the message: all of it, with anything where its braces are, or the message in it. 0 where
 * they do not meet.
 */
function closeness(message: string, known: string): number {
  const parts = known.split(/\{\w+\}/).map(normalised);
  const fixed = parts.reduce((sum, part) => sum + part.length, 0);
  if (message === normalised(known)) return fixed + 2000;
  if (fixed < LEAST_PART || message.length < LEAST_PART) return 0;
  if (isInOrder(message, parts)) return fixed + 1000;
  const tail = tailIn(message, parts);
  if (tail > 0) return tail;
  const plain = normalised(known);
  return plain.includes(message) || parts.some((part) => part.includes(message)) ? message.length : 0;
}

/** Shorter ends of a text are words that many messages have. */
const LEAST_TAIL = 14;

/** The length of what is in the message where its beginning was not pasted; 0 where that is too little. */
function tailIn(message: string, [first = '', ...rest]: readonly string[]): number {
  const words = first.split(' ');
  for (let index = 1; index < words.length; index++) {
    const tail = words.slice(index).join(' ');
    if (tail.length < LEAST_TAIL) return 0;
    if (isInOrder(message, [tail, ...rest])) return tail.length;
  }
  return 0;
}

/** Whether the parts follow each other in the message, with anything between them. */
function isInOrder(message: string, parts: readonly string[]): boolean {
  let from = 0;
  for (const part of parts) {
    const at = message.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return true;
}
