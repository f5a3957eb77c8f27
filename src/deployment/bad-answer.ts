import { CertlabError } from '../errors.js';

/** An answer that cannot be used: why, and what to give instead. Which answer it was is known to whoever asked. */
export class BadAnswer extends Error {
  readonly hint: string;

  /** @param message follows the answer in a sentence, as in `is no IPv6 address`; no secret */
  constructor(message: string, hint: string) {
    super(message);
    this.name = 'BadAnswer';
    this.hint = hint;
  }
}

/**
 * Parses a part of an answer, and says which part when it is bad.
 *
 * @param part goes before the message
 */
export function within<T>(part: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof BadAnswer) throw new BadAnswer(`${part} ${error.message}`, error.hint);
    throw error;
  }
}

/** Turns a parser into a validator: undefined when the text is good, else one line with the reason and the way out. */
export function validatorOf(parse: (text: string) => unknown): (text: string) => string | undefined {
  return (text) => {
    try {
      parse(text);
      return undefined;
    } catch (error) {
      if (error instanceof BadAnswer) return `${error.message}: ${error.hint}`;
      if (error instanceof CertlabError)
        return error.problems.map(({ message, hint }) => `${message}: ${hint}`).join('; ');
      throw error;
    }
  };
}
