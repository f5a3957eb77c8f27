import type { AgentAnswer } from './agents.js';
import type { Answers, AnswerValue } from './answers.js';
import { PARSERS } from './parsers.js';

/** Lists of hosts and names, each with what tells that an entry is there already. */
const JOINED: Readonly<Record<string, (one: string | AgentAnswer) => string>> = {
  'fleet-url': (one) => canonical(() => PARSERS['fleet-url'](String(one)).url, one),
  'es-url': (one) => canonical(() => PARSERS['es-url'](String(one)).url, one),
  agent: (one) => canonical(() => PARSERS.agent(typeof one === 'string' ? one : one.name), one),
  san: (one) => canonical(() => JSON.stringify(PARSERS.san(String(one))), one),
};

/** Whether answers to a question add to those that are there already, instead of replacing them. */
export const isJoined = (name: string): boolean => Object.hasOwn(JOINED, name);

/**
 * Answers to be read together: those that come later win, and lists of hosts and names grow by what is not in them yet.
 * Nothing is judged here.
 */
export function joinAnswers(before: Answers, later: Answers): Answers {
  const joined = Object.entries(later).map(([name, value]): [string, AnswerValue] => {
    const earlier = before[name];
    const key = JOINED[name];
    if (earlier === undefined || key === undefined) return [name, value];
    const known = new Set(listOf(earlier).map(key));
    return [name, [...listOf(earlier), ...listOf(value).filter((one) => !known.has(key(one)))] as AnswerValue];
  });
  return { ...before, ...Object.fromEntries(joined) };
}

const listOf = (value: AnswerValue): readonly (string | AgentAnswer)[] =>
  Array.isArray(value) ? (value as readonly (string | AgentAnswer)[]) : [String(value)];

/** As it is read; what does not read is reported when all answers are read. */
function canonical(read: () => string, one: string | AgentAnswer): string {
  try {
    return read();
  } catch {
    return JSON.stringify(one);
  }
}
