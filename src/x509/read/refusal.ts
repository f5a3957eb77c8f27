/** Why a program does not read what it was given, in that program's own words. */
class Refusal extends Error {}

/** Ends a parser the way the program it stands for ends. */
export function refuse(message: string): never {
  throw new Refusal(message);
}

/** What a parser refused, or undefined where it read everything. */
export function refusalOf(parse: () => void): string | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
