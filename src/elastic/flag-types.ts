/** What a flag's value is. `texts` may be given several times and adds up; every other flag keeps its last value only. */
export type FlagKind =
  | 'absolutePath'
  | 'absolutePaths'
  | 'text'
  | 'texts'
  | 'url'
  | 'enum'
  | 'port'
  | 'duration'
  | 'switch';

/** Which command lines a flag has a meaning in: that of an ordinary agent, and that of a Fleet Server's host. */
export type FlagRole = 'agent' | 'fleet-server';

/** One flag of `elastic-agent install`. */
export interface InstallFlag {
  /** Without dashes. */
  readonly name: string;
  readonly kind: FlagKind;
  readonly roles: readonly FlagRole[];
  /** What it decides on which connection. */
  readonly meaning: string;
  /** First releases that have it, one for each release line it came to, as `isAtLeast` takes them. */
  readonly since: readonly [string, ...string[]];
  /** The letter of its short form. */
  readonly shorthand?: string;
  /** The values an `enum` accepts. */
  readonly values?: readonly string[];
  /** What gives it to a container: its own variable, then those that are read while it is not set. They came with the flag. */
  readonly variables?: readonly [string, ...string[]];
  /** Unknown to `elastic-agent enroll`. */
  readonly installOnly?: true;
}

/** The roles of a row, as most rows have them. */
export const BOTH: readonly FlagRole[] = ['agent', 'fleet-server'];
export const AGENT: readonly FlagRole[] = ['agent'];
export const FLEET_SERVER: readonly FlagRole[] = ['fleet-server'];

/** A row of the table; without `since` it is as old as the oldest release this program knows, or older. */
export function flag(
  name: string,
  kind: FlagKind,
  roles: readonly FlagRole[],
  meaning: string,
  more: Partial<Omit<InstallFlag, 'name' | 'kind' | 'roles' | 'meaning'>> = {},
): InstallFlag {
  return { name, kind, roles, meaning, since: ['8.2'], ...more };
}
