/** Longer answers are cut: an error is one line. */
const LONGEST = 80;

/**
 * Credentials before an `@`, also in what is no URL because of a slip: a password with a slash in it, one slash too few,
 * backslashes, or no `https://` at all.
 */
const CREDENTIALS = /^([a-z][a-z0-9+.-]+:[\\/]+|(?![a-z]:[\\/])(?=[^\\/@]*:)).*@/is;

/** A URL, or what was meant for one, without its credentials. */
export const withoutCredentials = (text: string): string => text.replace(CREDENTIALS, '$1***@');

/** An answer as an error may show it: quoted, short, without the credentials of a URL. */
export function shown(text: string): string {
  const safe = withoutCredentials(text);
  return JSON.stringify(safe.length > LONGEST ? `${safe.slice(0, LONGEST)}...` : safe);
}
