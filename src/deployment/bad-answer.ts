/** An answer that cannot be used: why, and what to give instead. Which answer it was is known to whoever asked. */
export class BadAnswer extends Error {
  readonly hint: string | undefined;

  /** @param message follows the answer in a sentence: `is not a DNS name` */
  constructor(message: string, hint?: string) {
    super(message);
    this.name = 'BadAnswer';
    this.hint = hint;
  }
}

/** Turns a parser into a validator: undefined when the text is good, else one line with the reason and the way out. */
export function validatorOf(parse: (text: string) => unknown): (text: string) => string | undefined {
  return (text) => {
    try {
      parse(text);
      return undefined;
    } catch (error) {
      if (!(error instanceof BadAnswer)) throw error;
      return error.hint === undefined ? error.message : `${error.message}: ${error.hint}`;
    }
  };
}
