import type { AnswerReader } from './answers.js';
import type { Inputs } from './inputs.js';
import type { QuestionName } from './parsers.js';
import { questionOf } from './questions.js';
import { type PassphraseText, parsePassphrase, parsePassphraseFile, parseTokenFile } from './secret-text.js';
import type { Notice, PassphraseChoice, Secrets } from './types.js';

/** The passphrases of a deployment, each with the question it is the answer to. */
export const PASSPHRASES = {
  agentKeyPassphrase: 'agent-key-passphrase',
  fleetKeyPassphrase: 'fleet-key-passphrase',
  esKeyPassphrase: 'es-key-passphrase',
  caKeyPassphrase: 'ca-key-passphrase',
} as const;

/** A passphrase, as {@link Deployment} and {@link Secrets} call it. */
export type PassphraseField = keyof typeof PASSPHRASES;

const TOKENS = {
  serviceToken: 'service-token-file',
  enrollmentToken: 'enrollment-token-file',
} as const;

/** Modules approved by FIPS 140 ask 112 bits of a passphrase, and count eight for a character. */
const SHORT_PASSPHRASE = 14;

/** What was found about the secrets of a deployment. */
export interface ReadSecrets {
  readonly secrets: Secrets;
  /** What was answered about each passphrase; undefined where the default decides. */
  readonly choices: Readonly<Record<PassphraseField, PassphraseChoice | undefined>>;
  readonly notices: readonly Notice[];
}

/** Reads passphrases and tokens from where the answers say they are. What is wrong is left with the reader. */
export async function readSecrets(reader: AnswerReader, inputs: Inputs): Promise<ReadSecrets> {
  const secrets: Partial<Record<keyof Secrets, string>> = {};
  const choices: Partial<Record<PassphraseField, PassphraseChoice>> = {};
  const notices: Notice[] = [];
  for (const [field, name] of entries(PASSPHRASES)) {
    const found = await readPassphrase(name, reader, inputs, notices);
    if (found === undefined) continue;
    choices[field] = found.choice;
    if (found.passphrase !== undefined) secrets[field] = found.passphrase;
  }
  for (const [field, name] of entries(TOKENS)) {
    const token = await readFrom(name, reader, inputs, parseTokenFile);
    if (token !== undefined) secrets[field] = token;
  }
  return { secrets, choices: choices as ReadSecrets['choices'], notices };
}

interface Passphrase {
  readonly choice: PassphraseChoice;
  readonly passphrase?: string;
}

/** A file wins over the environment; `generate` and `none` need neither, and contradict a file. */
async function readPassphrase(
  name: (typeof PASSPHRASES)[PassphraseField],
  reader: AnswerReader,
  inputs: Inputs,
  notices: Notice[],
): Promise<Passphrase | undefined> {
  const variable = questionOf(name).environment!;
  const choice = reader.one(name);
  const value = inputs.environment(variable);
  if (reader.has(`${name}-file`)) {
    if (choice !== undefined && choice !== 'given') {
      reader.refuse(name, {
        code: 'ERR_INPUT',
        message: `--${name} ${choice} contradicts --${name}-file`,
        hint: 'leave one of them out',
      });
    }
    const given = await readFrom(`${name}-file`, reader, inputs, parsePassphraseFile);
    return given && accepted(name, given, notices);
  }
  if (choice !== undefined && choice !== 'given') {
    if (value !== undefined) {
      notices.push({
        code: 'passphrase-ignored',
        message: `${variable} is not used, because --${name} says ${choice}`,
      });
    }
    return { choice };
  }
  if (value !== undefined) {
    const passphrase = reader.attempt(name, variable, () => parsePassphrase(value));
    return passphrase === undefined ? undefined : accepted(name, { passphrase, trimmed: false }, notices);
  }
  if (choice === 'given') {
    reader.refuse(name, {
      code: 'ERR_MISSING_ANSWER',
      message: `--${name} is given, but the passphrase is missing`,
      hint: `give it with --${name}-file or in ${variable}`,
    });
  }
  return undefined;
}

function accepted(name: string, { passphrase, trimmed }: PassphraseText, notices: Notice[]): Passphrase {
  if (trimmed) {
    notices.push({
      code: 'passphrase-newline',
      message: `the newline at the end of --${name}-file is not part of the passphrase`,
    });
  }
  if (passphrase.length < SHORT_PASSPHRASE) {
    notices.push({
      code: 'passphrase-short',
      message: `--${name}: the passphrase has fewer than ${SHORT_PASSPHRASE} characters, which is too few for 112 bits`,
    });
  }
  return { choice: 'given', passphrase };
}

type FileQuestion = Extract<QuestionName, `${string}-file`>;

async function readFrom<T>(
  name: FileQuestion,
  reader: AnswerReader,
  inputs: Inputs,
  parse: (content: Buffer) => T,
): Promise<T | undefined> {
  const path = reader.one(name);
  if (path === undefined) return undefined;
  const content = await reader.attemptAsync(name, `--${name}`, () => inputs.read(name, path));
  return content && reader.attempt(name, `--${name}`, () => parse(content));
}

const entries = <Fields extends Readonly<Record<string, string>>>(fields: Fields) =>
  Object.entries(fields) as { [Key in keyof Fields]: [Key, Fields[Key]] }[keyof Fields][];
