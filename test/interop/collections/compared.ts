import type { Checked, Program } from './checked.js';
import type { Input } from './inputs.js';

/** A judge's word about a file in both roles of a certificate; absent where it loads. */
export interface FileVerdict {
  readonly file: string;
  readonly authorities?: string;
  readonly certificate?: string;
}

/** Where the check and a judge do not say the same. */
export interface Difference {
  /** `words` where both refuse a file, and the finding has another message than the judge. */
  readonly kind: 'crash' | 'missed' | 'false' | 'words';
  readonly program: Program;
  readonly role: string;
  readonly origin: string;
  /** What the judge, or the check, says. */
  readonly says: string;
}

/**
 * Errors that a file which loads may have, each with the reason. Every other error means that the program refuses the file,
 * and every file that it refuses has one.
 */
export const POLICIES: Readonly<Record<string, string>> = {
  'certificate-expired': 'it loads, and the other end refuses it',
  'certificate-not-yet-valid': 'it loads, and the other end refuses it',
  'authority-expired': 'it loads, and no certificate below it is accepted',
  'authority-cannot-sign': 'it loads, and no certificate below it is accepted',
  'server-usage-missing': 'it loads, and clients refuse it',
  'client-usage-missing': 'it loads, and servers refuse it',
  'key-usage-without-signature': 'it loads, and Java and OpenSSL refuse it',
  'address-in-dns-san': 'it loads, and never matches',
  'weak-key': 'it loads, and some program of the stack refuses it in a handshake',
  'weak-signature': 'it loads, and Go refuses the path',
  'unprivileged-unreadable': 'about the mode of the file',
};

/** Compares what was said about one file. */
export function compare(
  { origin, file, path }: Input,
  checked: readonly Checked[],
  verdicts: Readonly<Partial<Record<Program, FileVerdict>>>,
): Difference[] {
  return checked.flatMap(({ program, role, findings, crash }): Difference[] => {
    const place = { program, role, origin };
    if (crash !== undefined) return [{ ...place, kind: 'crash', says: crash }];
    const verdict = verdicts[program];
    if (role === 'key' || verdict === undefined) return [];
    const refused = verdict[role];
    const errors = findings.filter(({ rule, severity }) => severity === 'error' && POLICIES[rule] === undefined);
    if (refused === undefined)
      return errors.length === 0 ? [] : [{ ...place, kind: 'false', says: errors.map(({ rule }) => rule).join(', ') }];
    if (errors.length === 0) return [{ ...place, kind: 'missed', says: refused }];
    const text = withoutNumbers(refused.replaceAll(file, path));
    const words = errors.flatMap(({ seen }) => (seen ? [withoutNumbers(seen.text)] : []));
    if (words.length === 0 || words.some((one) => text.includes(one))) return [];
    return [{ ...place, kind: 'words', says: `${text}: ${words.join(', ')}` }];
  });
}

/** Java counts some places in buffers of its own. */
const withoutNumbers = (text: string): string => text.replaceAll(/\d+/g, '#');
