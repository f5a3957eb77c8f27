import { CertlabError } from '../errors.js';
import type { StackVersion } from './types.js';

/** The newest release whose flags, settings and labels this program knows. */
export const NEWEST_VERSION: StackVersion = { major: 9, minor: 5 };

/** The first and last minor release of each major one that this program knows the flags of. */
const KNOWN: readonly { readonly major: number; readonly first: number; readonly last: number }[] = [
  { major: 8, first: 2, last: 19 },
  { major: 9, first: 0, last: NEWEST_VERSION.minor },
];

/** Up to 999 for each number: more is a slip of the hand. No leading zeros, so that one version has one spelling. */
const SHAPE = /^([1-9]\d{0,2})\.(0|[1-9]\d{0,2})(?:\.(0|[1-9]\d{0,2}))?$/;

/**
 * Reads `9.5` or `8.16.2`. Without the patch level every release of that minor version is meant.
 *
 * @throws CertlabError ERR_STACK_VERSION for another form, or a version this program does not know
 */
export function parseStackVersion(text: string): StackVersion {
  const [, major, minor, patch] = SHAPE.exec(text) ?? [];
  const version: StackVersion = {
    major: Number(major),
    minor: Number(minor),
    ...(patch !== undefined && { patch: Number(patch) }),
  };
  const line = KNOWN.find((known) => known.major === version.major);
  if (line && version.minor >= line.first && version.minor <= line.last) return version;
  throw new CertlabError({
    code: 'ERR_STACK_VERSION',
    message: `unknown Elastic Stack version ${JSON.stringify(text.slice(0, 40))}`,
    hint: `give one of ${KNOWN.map(({ major, first, last }) => `${major}.${first} to ${major}.${last}`).join(', ')}, with or without the patch level`,
  });
}

/** `9.5`, or `8.16.2` where the patch level is known. */
export function formatStackVersion({ major, minor, patch }: StackVersion): string {
  return patch === undefined ? `${major}.${minor}` : `${major}.${minor}.${patch}`;
}

/**
 * Whether this version has what came with `since`. A version without patch level stands for all of its patch levels, so
 * it counts as its first one: what came with 8.16.2 is not promised by 8.16.
 *
 * A change that was made in several release lines names the first release of each (`'8.19.13', '9.2.7', '9.3.2', '9.4'`):
 * the last one holds for everything after it, the others for their own minor version only.
 */
export function isAtLeast(version: StackVersion, ...since: readonly [string, ...string[]]): boolean {
  const lines = since.map(parseStackVersion).sort(compare);
  const newest = lines.at(-1)!;
  return lines.some(
    (line) =>
      compare(version, line) >= 0 &&
      (line === newest || (line.major === version.major && line.minor === version.minor)),
  );
}

function compare(a: StackVersion, b: StackVersion): number {
  return a.major - b.major || a.minor - b.minor || (a.patch ?? 0) - (b.patch ?? 0);
}
