import { formatStackVersion } from '../../deployment/versions.js';
import type { InstallFlag } from '../../elastic/flag-types.js';
import { isKnownTo } from '../../elastic/flags.js';
import { isAbsoluteOn, listOf } from '../../setup/paths.js';
import { type Given, isKnown, labelOf, placed, type Setup, shownPath, shownValue } from '../../setup/setup.js';
import { finding } from '../index.js';
import type { Finding, JudgeOptions } from '../types.js';

/** Judges each flag by itself: whether this version has it, and whether its value is of its kind. */
export function judgeSpelling(setup: Setup, options: JudgeOptions): Finding[] {
  return [
    ...tooNew(setup, options),
    ...repeated(setup),
    ...[...setup.values.values()].flatMap((given) =>
      !isKnown(given.value)
        ? MATTERS.has(given.flag.kind)
          ? [finding('value-not-known', placed(setup.source, given.label))]
          : []
        : (KINDS[given.flag.kind]?.(given, setup, options) ?? []),
    ),
  ];
}

/** A token is often a variable, and nothing is said about tokens anyway. */
const MATTERS = new Set<InstallFlag['kind']>(['absolutePath', 'absolutePaths', 'url', 'enum', 'port']);

function tooNew(setup: Setup, { stackVersion }: JudgeOptions): Finding[] {
  const distinct = new Map(setup.given.map((given) => [given.flag.name, given]));
  return [...distinct.values()]
    .filter(({ flag }) => !isKnownTo(stackVersion, flag))
    .map(({ flag, label }) =>
      finding(setup.form === 'container' ? 'variable-too-new' : 'flag-too-new', placed(setup.source, label), {
        values: { flag: flag.name },
        detail: `it came with ${flag.since.join(' and ')}, and this is ${formatStackVersion(stackVersion)}`,
      }),
    );
}

function repeated(setup: Setup): Finding[] {
  const names = new Set(setup.given.filter(({ flag }) => flag.kind !== 'texts').map(({ flag }) => flag.name));
  return [...names].flatMap((name) => {
    const all = setup.given.filter(({ flag }) => flag.name === name);
    if (new Set(all.map(({ value }) => value)).size < 2) return [];
    const detail = isPath(all[0]!.flag)
      ? `of ${all.map(shownValue).join(' and ')} the last one counts`
      : `it is given ${all.length} times`;
    return [finding('flag-repeated', labelOf(setup, name), { detail, silent: true })];
  });
}

const isPath = ({ kind }: Pick<InstallFlag, 'kind'>): boolean => kind === 'absolutePath' || kind === 'absolutePaths';

type Judge = (given: Given, setup: Setup, options: JudgeOptions) => Finding[];

/** time.ParseDuration of Go. */
const DURATION = /^[+-]?(0|((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/;
/** strconv.ParseBool of Go. */
const BOOLEAN = /^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/;

const KINDS: Partial<Record<InstallFlag['kind'], Judge>> = {
  absolutePath: judgePaths,
  absolutePaths: judgePaths,
  port: (given, setup) =>
    /^\d{1,5}$/.test(given.value) && Number(given.value) <= 65535
      ? []
      : invalid(given, setup, `strconv.ParseUint: parsing "${given.value}": ${outOfRange(given.value)}`),
  duration: (given, setup) =>
    DURATION.test(given.value) ? [] : invalid(given, setup, `time: invalid duration "${given.value}"`),
  switch: (given, setup) =>
    // The container's entry point takes more words for true, and all others for false.
    setup.form === 'container' || BOOLEAN.test(given.value)
      ? []
      : invalid(given, setup, `strconv.ParseBool: parsing "${given.value}": invalid syntax`),
  texts: (given, setup) => {
    const isHeader = given.flag.name.endsWith('header');
    const lost = given.value.split(',').some((entry) => !entry.includes('='));
    return isHeader && lost ? [finding('header-without-equals', placed(setup.source, given.label))] : [];
  },
};

const outOfRange = (value: string): string => (/^\d+$/.test(value) ? 'value out of range' : 'invalid syntax');

const invalid = ({ flag, label, value }: Given, { source }: Setup, reason: string): Finding[] => [
  finding('flag-value-invalid', placed(source, label), { values: { flag: flag.name, value, reason } }),
];

function judgePaths(
  { flag, label, value }: Given,
  { source, style }: Setup,
  { stackVersion: version }: JudgeOptions,
): Finding[] {
  const where = placed(source, label);
  const says = flag.name === 'base-path' ? 'base path' : undefined;
  const paths = flag.kind === 'absolutePaths' ? listOf(value) : [value];
  return [
    ...paths.flatMap((path, index) => {
      if (isAbsoluteOn(style, path)) return [];
      const rule = index === 0 ? 'path-not-absolute' : 'list-path-not-absolute';
      return [
        finding(rule, where, { says, version, values: { flag: flag.name, path }, detail: shownPath(flag, path) }),
      ];
    }),
    ...(flag.name === 'fleet-server-es-ca' && value.includes(',')
      ? [finding('fleet-server-es-ca-list', where, { version, values: { path: value } })]
      : []),
    ...paths.flatMap((path) => [
      // The program's own folder has a space on Windows, and holds none of these files.
      ...(/\s/.test(path) && flag.name !== 'base-path'
        ? [finding('path-whitespace', where, { detail: shownPath(flag, path) })]
        : []),
      ...(/^(\\\\|\/\/)/.test(path) ? [finding('path-on-network', where, { detail: path })] : []),
    ]),
  ];
}
