import type { QuestionName } from './parsers.js';

/** How the wizard asks. What it shows and offers is all here; how it looks is the wizard's own business. */
export interface Prompt {
  readonly message: string;
  /** `list` takes any number of answers, each judged by the question's validator. */
  readonly kind: 'input' | 'select' | 'list';
  /** What Enter alone answers; undefined where Enter alone is refused, '' where it means "none". */
  readonly default?: string;
  /** What an answer looks like, where Enter alone is refused. */
  readonly example?: string;
  readonly choices?: readonly { readonly value: string; readonly name: string; readonly description?: string }[];
  /** Whether to ask at all, given the answers so far. */
  readonly when?: (answers: Readonly<Record<string, unknown>>) => boolean;
  /** Why an answer that is good by itself does not go with the answers so far; undefined where it does. */
  readonly contradicts?: (text: string, answers: Readonly<Record<string, unknown>>) => string | undefined;
}

/** One thing that can be answered by flag, by file, and some by the wizard or the environment. */
export interface Question {
  /** The flag without its dashes, and the key in deployment.yml. */
  readonly name: QuestionName;
  /** What the flag's value is called in help; none for a switch. */
  readonly placeholder?: string;
  readonly repeatable?: true;
  /** Nothing can be made without an answer. */
  readonly required?: true;
  readonly description: string;
  /** The default in words, for help. */
  readonly defaultText?: string;
  /** What was answered must never be echoed: somebody may have typed the secret itself. */
  readonly secret?: true;
  /** The environment variable that may carry the secret itself. */
  readonly environment?: string;
  /** Whether deployment.yml may hold it. */
  readonly inFile: boolean;
  readonly wizard?: Prompt;
  /** Judges one answer: undefined when it is good, else why not and what to do, in one line. */
  readonly validate: (text: string) => string | undefined;
}

/** A row of the table: the validator follows from the question's name. */
export type QuestionRow = Omit<Question, 'validate'>;
