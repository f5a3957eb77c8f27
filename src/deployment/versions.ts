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
 * A release after the newest known one is taken as well: what came with an earlier release is still there. {@link isNewer}
 * tells it, and the operator is told.
 *
 * @throws CertlabError ERR_STACK_VERSION for another form, or an older version than this program knows
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
  // Two majors on is a slip of the hand.
  if (major !== undefined && isNewer(version) && version.major <= NEWEST_VERSION.major + 1) return version;
  throw new CertlabError({
    code: 'ERR_STACK_VERSION',
    message: `unknown Elastic Stack version ${JSON.stringify(text.slice(0, 40))}`,
    hint: `give one of ${KNOWN.map(({ major, first, last }) => `${major}.${first} to ${major}.${last}`).join(', ')}, with or without the patch level`,
  });
}

/** A version that was given, and the one that stands in for it. */
export interface KnownVersion {
  readonly version: StackVersion;
  /** Why another version stands in; absent where the given one is known. */
  readonly note?: string;
}

/**
 * The version to judge by: a release newer than the newest known is judged as that one, one before 8.2 as 8.2.
 *
 * @throws CertlabError ERR_STACK_VERSION for text of another form
 */
export function nearestKnownVersion(text: string): KnownVersion {
  const [, major, minor] = SHAPE.exec(text) ?? [];
  if (major === undefined) return { version: parseStackVersion(text) };
  const given = { major: Number(major), minor: Number(minor) };
  const oldest = { major: KNOWN[0]!.major, minor: KNOWN[0]!.first };
  if (compare(given, oldest) < 0) return standIn(given, oldest, 'older than the oldest');
  if (isNewer(given)) return standIn(given, NEWEST_VERSION, 'newer than the newest');
  return { version: parseStackVersion(text) };
}

function standIn(given: StackVersion, version: StackVersion, how: string): KnownVersion {
  const known = formatStackVersion(version);
  return { version, note: `${formatStackVersion(given)} is ${how} version known here: it is treated as ${known}` };
}

/** Whether a version is newer than the newest that this program knows. */
export const isNewer = ({ major, minor }: StackVersion): boolean =>
  major > NEWEST_VERSION.major || (major === NEWEST_VERSION.major && minor > NEWEST_VERSION.minor);

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
