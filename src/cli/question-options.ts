import type { Command } from 'commander';
import type { Answers } from '../deployment/answers.js';
import { QUESTIONS, type Question } from '../deployment/questions.js';

/** Under which heading of the help a question stands: everything that is not named here is about keys. */
const HEADINGS: readonly { readonly heading: string; readonly names: readonly string[] }[] = [
  {
    heading: 'What to connect:',
    names: ['mode', 'name', 'fleet-url', 'fleet-port', 'es-url', 'kibana-url', 'stack-version'],
  },
  { heading: 'Agents and names:', names: ['agent', 'agents-file', 'san'] },
  { heading: 'Client certificates:', names: ['client-auth', 'es-client-auth'] },
  {
    heading: 'On the hosts:',
    names: ['target-dir', 'fleet-policy', 'service-token-file', 'enrollment-token-file'],
  },
];
const KEYS_HEADING = 'Keys and certificates:';

/** Adds a flag for every question about the deployment, in the table's order under each heading. */
export function addQuestionOptions(command: Command): void {
  const placed = new Set(HEADINGS.flatMap(({ names }) => names));
  for (const { heading, names } of HEADINGS) {
    addGroup(
      command,
      heading,
      QUESTIONS.filter(({ name }) => names.includes(name)),
    );
  }
  addGroup(
    command,
    KEYS_HEADING,
    QUESTIONS.filter(({ name }) => !placed.has(name)),
  );
}

function addGroup(command: Command, heading: string, questions: readonly Question[]): void {
  command.optionsGroup(heading);
  for (const question of questions) addQuestionOption(command, question);
}

/** Adds the flag of one question. */
export function addQuestionOption(command: Command, question: Question): void {
  const { name, placeholder, description, defaultText, repeatable, required, environment } = question;
  const flags = placeholder === undefined ? `--${name}` : `--${name} <${placeholder}>`;
  const notes = [
    ...(required ? ['needed'] : []),
    ...(repeatable ? ['repeatable'] : []),
    ...(defaultText === undefined ? [] : [`default: ${defaultText}`]),
    ...(environment === undefined ? [] : [`environment: ${environment}`]),
  ];
  const text = notes.length === 0 ? description : `${description} (${notes.join('; ')})`;
  if (placeholder === undefined) command.option(flags, text);
  else if (repeatable) command.option(flags, text, collectAll);
  else command.option(flags, text, collectRepeated);
}

/** Every value of a flag that may be given several times. */
export const collectAll = (value: string, all: readonly string[] = []): readonly string[] => [...all, value];

/** A flag that is to be given once: a second value is kept too, so that it is refused and not silently the last that wins. */
const collectRepeated = (value: string, before?: string | readonly string[]): string | readonly string[] =>
  before === undefined ? value : [before, value].flat();

/** The answers among commander's options, under the names of the questions. */
export function answersFrom(options: Readonly<Record<string, unknown>>): Answers {
  return Object.fromEntries(
    QUESTIONS.map(({ name }) => [name, options[camelCase(name)]] as const).filter(([, value]) => value !== undefined),
  ) as Answers;
}

/** Commander's name for an option. */
const camelCase = (name: string): string => name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
