/** Longer answers are cut: an error is one line. */
const LONGEST = 80;

/** An answer as an error may show it: quoted, short, without the password of a URL. */
export function shown(text: string): string {
  const safe = text.replaceAll(/\/\/[^/]*@/g, '//***@');
  return JSON.stringify(safe.length > LONGEST ? `${safe.slice(0, LONGEST)}...` : safe);
}
