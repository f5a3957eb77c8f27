import { withoutCredentials } from '../deployment/shown.js';
import type { PathStyle } from '../deployment/types.js';
import type { InstallFlag } from '../elastic/flag-types.js';
import { installFlag } from '../elastic/flags.js';
import { isAbsoluteOn } from './paths.js';
import type { Remark } from './remark.js';

/** A value that a flag or a variable gives. */
export interface Given {
  readonly flag: InstallFlag;
  readonly value: string;
  /** As the operator wrote it: `--url`, `-t` or `FLEET_URL`. */
  readonly label: string;
}

/** What one command or container is told, as Elastic Agent understands it. */
export interface Setup {
  /** `command line` or the file it was read from. */
  readonly source: string;
  readonly form: 'install' | 'enroll' | 'container';
  /** How paths are written on its host. */
  readonly style: PathStyle;
  /** Every value in the order given. */
  readonly given: readonly Given[];
  /** What counts: the last value of each flag that is not empty. */
  readonly values: ReadonlyMap<string, Given>;
  readonly startsFleetServer: boolean;
  /** What was wrong with how it is written. */
  readonly remarks: readonly Remark[];
}

/** The value of a flag that counts; undefined also where it holds a variable that nobody knows here. */
export function textOf(setup: Setup, flag: string): string | undefined {
  const value = setup.values.get(flag)?.value;
  return value !== undefined && isKnown(value) ? value : undefined;
}

/** Whether no variable of a shell is left in a value. */
export const isKnown = (value: string): boolean => !/\$(\w|\{|\()/.test(value);

/** As the operator wrote the flag, with the file it stands in. */
export function labelOf(setup: Setup, flag: string): string {
  const label = setup.values.get(flag)?.label ?? unsetLabel(setup, flag);
  return placed(setup.source, label);
}

/** What would give the flag: a container has a variable for most of them. */
const unsetLabel = ({ form }: Setup, flag: string): string =>
  (form === 'container' ? installFlag(flag)?.variables?.[0] : undefined) ?? `--${flag}`;

export const COMMAND_LINE = 'command line';

/** Names the file where it is not the command line itself. */
export const placed = (source: string, label: string): string =>
  source === COMMAND_LINE ? label : `${source}: ${label}`;

/** The values that count. Empty ones are the flag's default, and so is a switch that is off. */
export function lastValues(given: readonly Given[]): Map<string, Given> {
  const values = new Map<string, Given>();
  for (const one of given) values.set(one.flag.name, one);
  for (const [name, { flag, value }] of values) {
    if (value === '' || (flag.kind === 'switch' && !isOn(value))) values.delete(name);
  }
  return values;
}

/** What Go's strconv.ParseBool and the container's entry point take for true. */
export const isOn = (value: string): boolean => /^(1|t|true|y|yes)$/i.test(value);

/** Flags whose value is nobody else's business. */
const SECRETS = new Set([
  'enrollment-token',
  'fleet-server-service-token',
  'header',
  'password',
  'proxy-header',
  'replace-token',
]);

/** What stands for a passphrase that was typed where the path of its file belongs. */
const NOT_A_PATH = '(no path)';

/** The path that a flag names, as it may be shown. */
export const shownPath = ({ name }: Pick<InstallFlag, 'name'>, path: string): string =>
  name.endsWith('-passphrase') && !isAbsoluteOn('posix', path) && !isAbsoluteOn('windows', path) ? NOT_A_PATH : path;

/** A value as it may be shown: without the credentials of a URL, and without a passphrase. */
export const shownValue = ({ flag, value }: Pick<Given, 'flag' | 'value'>): string =>
  flag.kind === 'url' ? withoutCredentials(value) : shownPath(flag, value);

export const isSecret = ({ name }: Pick<InstallFlag, 'name'>): boolean => SECRETS.has(name);
