import { nearest } from '../deployment/nearest.js';
import { CertlabError } from '../errors.js';
import { RULES, type RuleId, TOPICS } from './index.js';
import type { Rule } from './rule.js';
import type { Severity, Sighting } from './types.js';

/** All there is to say about one rule. */
export interface Page {
  readonly id: RuleId;
  readonly severity: Severity;
  readonly topic: string;
  readonly seen: readonly Sighting[];
  readonly cause: string;
  readonly fix: string;
  readonly explanation: string;
}

/** Every page, in the order of the topics. */
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

/**
 * The page of a rule, or every page that a message can come from, the closest match first.
 *
 * @throws CertlabError ERR_USAGE when there is none; its hint names the nearest id
 */
export function explain(text: string): Page[] {
  const pages = allPages();
  const query = text.trim();
  const named = pages.find(({ id }) => id === query.toLowerCase());
  if (named) return [named];
  const message = normalised(query);
  const scored = pages
    .map((page) => ({ page, score: closenessOf(page, message) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score);
  if (scored.length > 0) return scored.map(({ page }) => page);
  const meant = /\s/.test(query) ? undefined : nearest(query, Object.keys(RULES));
  throw new CertlabError({
    code: 'ERR_USAGE',
    message: `nothing is known about ${JSON.stringify(query.slice(0, 80))}`,
    hint: meant ? `did you mean ${meant}?` : 'give less of the message, or see all ids with: fleet-certlab explain',
  });
}

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
  if (fixed < LEAST_PART || message.length < LEAST_PART) return 0;
  const pattern = parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*?');
  if (new RegExp(pattern, 's').test(message)) return fixed + 1000;
  const plain = normalised(known);
  return plain.includes(message) || parts.some((part) => part.includes(message)) ? message.length : 0;
}
