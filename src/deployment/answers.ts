import { CertlabError, type Problem } from '../errors.js';
import type { AgentAnswer } from './agents.js';
import { BadAnswer } from './bad-answer.js';
import { PARSERS, type Parsed, type QuestionName } from './parsers.js';
import { questionOf } from './questions.js';
import { shown } from './shown.js';

/** Text as typed; a list where a question may be answered several times; agents of a deployment.yml with all they have. */
export type AnswerValue = string | boolean | readonly string[] | readonly AgentAnswer[];

/** Answers by the name of their question. */
export type Answers = Readonly<Record<string, AnswerValue>>;

/** More problems than this scroll away the first ones. */
const LISTED_PROBLEMS = 20;

/** Reads answers one by one and remembers what is wrong with any of them, so that all is reported together. */
export class AnswerReader {
  readonly problems: Problem[] = [];
  /** Questions whose answer is missing or bad: nothing more can be said about it. */
  readonly failed = new Set<QuestionName>();
  readonly #answers: Answers;

  constructor(answers: Answers) {
    this.#answers = answers;
  }

  has(name: QuestionName): boolean {
    return this.#answers[name] !== undefined;
  }

  /** The answer, parsed; undefined when there is none or a bad one. */
  one<Name extends QuestionName>(name: Name): Parsed<Name> | undefined {
    const texts = this.#texts(name);
    if (texts.length > 1) {
      const message = `--${name} is given ${texts.length} times`;
      return this.refuse(name, { code: 'ERR_INPUT', message, hint: 'give it once' });
    }
    return this.all(name)[0];
  }

  /** All answers that are good. */
  all<Name extends QuestionName>(name: Name): Parsed<Name>[] {
    return this.#texts(name).flatMap((text) => {
      const parse = PARSERS[name] as (text: string) => Parsed<Name>;
      const value = this.attempt(name, questionOf(name).secret ? `--${name}` : `--${name} ${shown(text)}`, () =>
        parse(text),
      );
      return value === undefined ? [] : [value];
    });
  }

  /** The agents among the answers to --agent: names from flags, more from a file. */
  agents(): AgentAnswer[] {
    const value = this.#answers.agent ?? [];
    const list = Array.isArray(value) ? (value as readonly (string | AgentAnswer)[]) : [String(value)];
    return list.map((one) => (typeof one === 'string' ? { name: one } : one));
  }

  /** Runs a parser; what it refuses becomes a problem that begins with the subject. */
  attempt<T>(name: QuestionName, subject: string, parse: () => T): T | undefined {
    try {
      return parse();
    } catch (error) {
      return this.#note(name, subject, error);
    }
  }

  /** The same for what takes time. */
  async attemptAsync<T>(name: QuestionName, subject: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      return this.#note(name, subject, error);
    }
  }

  refuse(name: QuestionName, ...problems: readonly Problem[]): undefined {
    this.failed.add(name);
    this.problems.push(...problems);
  }

  /** @throws CertlabError with every problem found, the last of many summed up */
  finish(): void {
    const more = this.problems.length - LISTED_PROBLEMS;
    if (this.problems.length === 0) return;
    throw new CertlabError(
      more > 0
        ? [
            ...this.problems.slice(0, LISTED_PROBLEMS),
            { code: 'ERR_INPUT', message: `and ${more} more ${more === 1 ? 'problem' : 'problems'} like these` },
          ]
        : this.problems,
    );
  }

  #note(name: QuestionName, subject: string, error: unknown): undefined {
    if (error instanceof CertlabError) return this.refuse(name, ...error.problems);
    if (!(error instanceof BadAnswer)) throw error;
    const { message, hint } = error;
    return this.refuse(name, {
      code: 'ERR_INPUT',
      message: `${subject} ${message}`,
      hint,
    });
  }

  #texts(name: QuestionName): readonly string[] {
    const value = this.#answers[name];
    if (value === undefined) return [];
    return Array.isArray(value) ? (value as readonly string[]) : [String(value)];
  }
}
