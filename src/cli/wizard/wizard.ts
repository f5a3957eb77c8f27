import type { Answers, AnswerValue } from '../../deployment/answers.js';
import type { Question } from '../../deployment/question.js';
import type { InputPrompt, Prompts } from './prompts.js';

/** What the wizard knows before it asks. */
export interface WizardOptions {
  readonly questions: readonly Question[];
  /** What was answered before: never asked again. */
  readonly given: Answers;
  /** What Enter alone answers, by question; the table's own default elsewhere. */
  readonly defaults: Answers;
  /** Undefined when the text is a good answer to the question, else one line that says why not. */
  readonly validate: (question: Question, text: string) => Promise<string | undefined>;
}

/**
 * Asks what is not yet answered, in the table's order, and returns all answers together. A question that is left empty
 * stays out of them.
 *
 * @throws CertlabError ERR_CANCELLED when the person leaves
 */
export async function runWizard(prompts: Prompts, options: WizardOptions): Promise<Answers> {
  const answers: Record<string, AnswerValue> = { ...options.given };
  const validate: WizardOptions['validate'] = async (question, text) =>
    (await options.validate(question, text)) ?? question.wizard?.contradicts?.(text, answers);
  for (const question of options.questions) {
    const { wizard, name } = question;
    if (!wizard || name in answers || wizard.when?.(answers) === false) continue;
    const answer = await ask(prompts, { ...question, wizard }, { ...options, validate });
    if (answer.length > 0) answers[name] = answer;
  }
  return answers;
}

type AskedQuestion = Question & Required<Pick<Question, 'wizard'>>;

async function ask(
  prompts: Prompts,
  question: AskedQuestion,
  options: WizardOptions,
): Promise<string | readonly string[]> {
  const { kind, message, choices = [] } = question.wizard;
  const fallback = defaultOf(question, options);
  if (kind === 'select') {
    return prompts.select({ message, choices, ...(fallback !== undefined && { default: fallback }) });
  }
  const split = kind === 'list' ? words : (text: string) => [text].filter(Boolean);
  const text = await prompts.input({
    message,
    // An empty default is none to show.
    ...(fallback && { default: fallback }),
    validate: inputValidator(question, split, options, fallback === undefined ? neededAnswer(question) : undefined),
  });
  const answers = split(text.trim());
  return kind === 'list' ? answers : (answers[0] ?? '');
}

function inputValidator(
  question: Question,
  split: (text: string) => readonly string[],
  { validate }: WizardOptions,
  needed: string | undefined,
): InputPrompt['validate'] {
  return async (text) => {
    const parts = split(text);
    if (parts.length === 0 && needed !== undefined) return needed;
    for (const part of parts) {
      const reason = await validate(question, part);
      if (reason !== undefined) return parts.length > 1 ? `${part}: ${reason}` : reason;
    }
    return undefined;
  };
}

const neededAnswer = ({ name, wizard: { example = name } }: AskedQuestion): string =>
  `an answer is needed, as ${example}`;

/** Several answers in one line: neither URLs nor names of agents hold spaces or commas. */
const words = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

function defaultOf(question: AskedQuestion, { defaults }: WizardOptions): string | undefined {
  const value = defaults[question.name];
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string').join(' ');
  return question.wizard.default;
}
