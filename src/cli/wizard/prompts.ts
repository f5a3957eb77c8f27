import { CertlabError } from '../../errors.js';
import type { Terminal } from '../terminal/terminal.js';
import { promptTheme } from './theme.js';

/** One line of text. */
export interface InputPrompt {
  readonly message: string;
  /** What Enter alone answers. */
  readonly default?: string;
  /** Undefined when the text is good, else one line that says why not. */
  readonly validate: (text: string) => Promise<string | undefined>;
}

/** One of several answers. */
export interface SelectPrompt {
  readonly message: string;
  readonly default?: string;
  readonly choices: readonly { readonly value: string; readonly name: string; readonly description?: string }[];
}

/** The ways to ask. Each rejects with CertlabError ERR_CANCELLED when the person leaves with Ctrl-C. */
export interface Prompts {
  input(prompt: InputPrompt): Promise<string>;
  select(prompt: SelectPrompt): Promise<string>;
  confirm(prompt: { readonly message: string; readonly default: boolean }): Promise<boolean>;
}

/**
 * Questions on stderr, so that stdout stays the answer's. Loads inquirer: call it only where somebody will be asked.
 *
 * @param signal ends an open question
 * @throws CertlabError ERR_USAGE where nobody can answer: inquirer would wait for ever or fail without a reason
 */
export async function openPrompts(terminal: Terminal, signal: AbortSignal): Promise<Prompts> {
  if (!terminal.interactive) {
    throw new CertlabError({ code: 'ERR_USAGE', message: 'nobody can be asked here: this is no terminal' });
  }
  const { default: inquirer } = await import('inquirer');
  const prompt = inquirer.createPromptModule({ input: terminal.input, output: terminal.error, signal });
  const colour = terminal.colourError;
  const theme = promptTheme(colour);
  const transformer = (text: string, { isFinal }: { isFinal: boolean }) => (isFinal ? answerText(text, colour) : text);
  const named = { name: 'answer', theme } as const;
  const answered = async <T>(asked: Promise<{ answer: T }>): Promise<T> => (await asked.catch(cancelled)).answer;
  return {
    input: ({ validate, ...rest }) =>
      answered(
        prompt([
          {
            ...named,
            ...rest,
            type: 'input',
            transformer,
            validate: async (text) => (await validate(text.trim())) ?? true,
          },
        ]),
      ),
    select: ({ choices, ...rest }) =>
      answered(prompt([{ ...named, ...rest, type: 'select', loop: false, choices: explained(choices, colour) }])),
    confirm: (question) => answered(prompt([{ ...named, ...question, type: 'confirm' }])),
  };
}

/** An answer that was left empty is shown as one. */
const answerText = (text: string, colour: Terminal['colourError']): string =>
  text === '' ? colour.dim('none') : colour.cyan(text);

/** Every choice is explained at once, not only the one under the cursor. */
function explained(choices: SelectPrompt['choices'], colour: Terminal['colourError']) {
  const width = Math.max(...choices.map(({ name }) => name.length));
  return choices.map(({ value, name, description }) => ({
    value,
    name: description === undefined ? name : `${name.padEnd(width)}  ${colour.dim(description)}`,
    short: name,
  }));
}

/** Ctrl-C, the end of the input, or a signal: inquirer names the error classes after these. */
const LEFT = new Set(['ExitPromptError', 'AbortPromptError', 'CancelPromptError']);

function cancelled(error: unknown): never {
  if (!(error instanceof Error && LEFT.has(error.name))) throw error;
  throw new CertlabError({ code: 'ERR_CANCELLED', message: 'cancelled; nothing was written' }, { cause: error });
}
