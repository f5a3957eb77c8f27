import { WINDOWS_DEVICE } from '../deployment/names.js';
import { CertlabError } from '../errors.js';

/** Longest component of a path on the usual file systems, in bytes. */
const COMPONENT_LIMIT = 255;

/** Why a part of a path is unsafe on some system that unpacks the archive; the first row that applies is reported. */
const PART_RULES: readonly (readonly [applies: (part: string) => boolean, reason: string])[] = [
  [(part) => part === '', 'is absolute or has an empty part'],
  [(part) => part === '.' || part === '..', 'leaves or repeats its folder'],
  [(part) => part.includes('\\'), 'has a backslash'],
  [(part) => /[\u0000-\u001f\u007f]/.test(part), 'has a control character'],
  [(part) => /[<>:"|?*]/.test(part), 'has a character that Windows refuses'],
  [(part) => /[. ]$/.test(part), 'ends in a dot or a space'],
  [(part) => WINDOWS_DEVICE.test(part), 'is a reserved name on Windows'],
  [(part) => Buffer.byteLength(part) > COMPONENT_LIMIT, 'is too long'],
];

/** Parts that passed the rules: bundles repeat each other's names a thousand times. */
const SAFE = new Set<string>();

/**
 * Refuses names that would leave the folder they are unpacked into, or that Linux, macOS and Windows would not all keep
 * apart. archiver does not: it stores `a/../../b` as it is and turns backslashes into slashes.
 *
 * @param names relative paths with forward slashes
 * @throws CertlabError ERR_WRITE naming the first bad one
 */
export function checkEntryNames(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    for (const part of name.split('/')) {
      if (SAFE.has(part)) continue;
      const rule = PART_RULES.find(([applies]) => applies(part));
      if (rule) throw unsafe(name, rule[1]);
      SAFE.add(part);
    }
    const key = name.normalize('NFC').toLowerCase();
    if (seen.has(key)) throw unsafe(name, 'differs from another entry only in case, or not at all');
    seen.add(key);
  }
}

function unsafe(name: string, reason: string): CertlabError {
  return new CertlabError({
    code: 'ERR_WRITE',
    message: `cannot put ${JSON.stringify(name)} into a zip: the name ${reason}`,
    hint: 'give the deployment or the host a plain name: letters, digits, dots and dashes',
  });
}
