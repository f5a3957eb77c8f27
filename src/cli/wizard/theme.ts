import type { ChalkInstance } from 'chalk';

/** The prompts' looks in the terminal's own colours: inquirer's defaults colour even where NO_COLOR is set. */
export function promptTheme(colour: ChalkInstance) {
  return {
    prefix: { idle: colour.cyan('?'), done: colour.green('✔') },
    style: {
      answer: (text: string) => colour.cyan(text),
      message: (text: string) => colour.bold(text),
      error: (text: string) => colour.red(`  ${text}`),
      defaultAnswer: (text: string) => colour.dim(`(${text})`),
      help: (text: string) => colour.dim(text),
      highlight: (text: string) => colour.cyan(text),
      description: (text: string) => colour.dim(text),
      disabled: (text: string) => colour.dim(text),
      keysHelpTip: () => undefined,
    },
  };
}
