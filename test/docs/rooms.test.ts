import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const REPOSITORY = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, REPOSITORY), 'utf8');

/** The first column of the table of rooms, from the top. */
const ROOMS = [...read('ARCHITECTURE.md').matchAll(/^\| (`[a-z0-9]+\/`.*?) \|/gm)].flatMap(([, cell]) =>
  [...cell!.matchAll(/`([a-z0-9]+)\/`/g)].map(([, room]) => room!),
);

const FOLDERS = readdirSync(new URL('src/', REPOSITORY), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** Imports of a room's sources from other rooms, types too: `file -> room`. */
function importsOf(room: string): { readonly file: string; readonly from: string }[] {
  const files = readdirSync(new URL(`src/${room}/`, REPOSITORY), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `src/${room}/${file.replaceAll('\\', '/')}`)
    .flatMap((file) =>
      [...read(file).matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)]
        .map(([, path]) => /^src\/([a-z0-9]+)\//.exec(new URL(path!, new URL(file, 'file:///')).pathname.slice(1))?.[1])
        .filter((from) => from !== undefined && from !== room)
        .map((from) => ({ file, from: from! })),
    );
}

describe('the table of rooms', () => {
  it('has a row for every folder of the sources', () => {
    expect([...ROOMS].sort()).toEqual(FOLDERS.sort());
  });

  it('is in the order of what knows what: no room imports from a later one', () => {
    const later = ROOMS.flatMap((room, index) =>
      importsOf(room)
        .filter(({ from }) => ROOMS.indexOf(from) > index)
        .map(({ file, from }) => `${file} -> ${from}`),
    );
    expect([...new Set(later)]).toEqual([]);
  });
});
