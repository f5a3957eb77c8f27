/** A sentence is read when it is short: of many things only the first are named. */
const NAMED = 5;

/** `a, b`, or the first five and how many there are besides: `a, b, c, d, e and 3 more`. */
export function few(items: readonly string[]): string {
  const more = items.length - NAMED;
  return `${items.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
