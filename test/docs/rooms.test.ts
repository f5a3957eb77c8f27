import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DOORS } from './doors.js';

const REPOSITORY = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, REPOSITORY), 'utf8');

/** The first column of the table of rooms, from the top. */
const ROOMS = [...read('ARCHITECTURE.md').matchAll(/^\| (`[a-z0-9]+\/`.*?) \|/gm)].flatMap(([, cell]) =>
  [...cell!.matchAll(/`([a-z0-9]+)\/`/g)].map(([, room]) => room!),
);

const FOLDERS = readdirSync(new URL('src/', REPOSITORY), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const FILES = readdirSync(new URL('src/', REPOSITORY), { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));

/** What each source imports, types too: other sources by their path below src/, packages by their name. */
const IMPORTS = new Map(
  FILES.map((file) => [
    file,
    [...read(`src/${file}`).matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, name]) =>
      name!.startsWith('.') ? posix.join(posix.dirname(file), name!).replace(/\.js$/, '.ts') : name!,
    ),
  ]),
);

const roomOf = (file: string): string | undefined => /^([a-z0-9]+)\//.exec(file)?.[1];

/** Imports from one room into another, as `file -> imported file`. */
const CROSSINGS = [...IMPORTS].flatMap(([file, imported]) =>
  imported
    .filter((other) => IMPORTS.has(other) && roomOf(other) !== undefined && roomOf(other) !== roomOf(file))
    .map((other) => ({ file, other, from: roomOf(other)! })),
);

/** What a room must not know, as its row in ARCHITECTURE says it. */
const PROHIBITED: readonly { readonly rooms: readonly string[]; readonly what: RegExp; readonly why: string }[] = [
  { rooms: ['text'], what: /^(?!errors\.ts$)/, why: 'text/ knows nothing but its languages' },
  { rooms: ['x509'], what: /^(elastic|deployment|plan|setup|rules)\//, why: 'x509/ does not know Elastic' },
  {
    rooms: ['deployment', 'plan', 'elastic', 'report'],
    what: /^node:(fs|child_process)/,
    why: 'they do not touch the disk',
  },
  {
    rooms: ['plan', 'elastic', 'report', 'rules'],
    what: /^(inquirer|chalk|node:readline)/,
    why: 'only cli/ talks to people',
  },
  { rooms: ['store'], what: /^(x509|elastic|issue)\//, why: 'store/ does not know what the files mean' },
  { rooms: ['issue'], what: /^elastic\//, why: "issue/ does not know Elastic's flags" },
  {
    rooms: ['setup', 'rules', 'proof'],
    what: /^(issue|bundle|make|store)\//,
    why: 'what is judged must not be made by the judge',
  },
  { rooms: ['setup'], what: /^rules\//, why: 'setup/ does not know what is right and what is wrong' },
  {
    rooms: ROOMS.filter((room) => room !== 'cli'),
    what: /^(commander|inquirer|chalk|cli\/)/,
    why: 'only cli/ has commands',
  },
];

describe('the table of rooms', () => {
  it('has a row for every folder of the sources', () => {
    expect([...ROOMS].sort()).toEqual(FOLDERS.sort());
  });

  it('is in the order of what knows what: no room imports from a later one', () => {
    const later = CROSSINGS.filter(({ file, from }) => ROOMS.indexOf(from) > ROOMS.indexOf(roomOf(file) ?? from));
    expect(later.map(({ file, other }) => `${file} -> ${other}`)).toEqual([]);
  });

  it.each(PROHIBITED.map((row) => [row.why, row] as const))('%s', (_, { rooms, what }) => {
    const known = [...IMPORTS].flatMap(([file, imported]) =>
      rooms.includes(roomOf(file) ?? '')
        ? imported
            .filter((other) => what.test(other) && roomOf(other) !== roomOf(file))
            .map((other) => `${file} -> ${other}`)
        : [],
    );
    expect(known).toEqual([]);
  });
});

describe('the door of a room', () => {
  it.each(FOLDERS)('of %s is the only way in', (room) => {
    const used = new Set(
      CROSSINGS.filter(({ from }) => from === room).map(({ other }) => other.slice(room.length + 1)),
    );
    const doors = DOORS[room] ?? [];
    expect([...used].filter((file) => !doors.includes(file))).toEqual([]);
    expect(
      doors.filter((file) => !used.has(file) && room !== 'cli'),
      'nobody uses these any more',
    ).toEqual([]);
  });
});

it('no files import each other in a circle, not even for types', () => {
  const circles: string[][] = [];
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]): void => {
    const at = way.indexOf(file);
    if (at !== -1) circles.push([...way.slice(at), file]);
    if (at !== -1 || done.has(file)) return;
    for (const other of IMPORTS.get(file) ?? []) if (IMPORTS.has(other)) walk(other, [...way, file]);
    done.add(file);
  };
  for (const file of FILES) walk(file, []);
  expect(circles.map((circle) => circle.join(' -> '))).toEqual([]);
});
