import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LARGEST_FILE, readBounded } from '../../../src/x509/read/read.js';

const folder = mkdtempSync(join(tmpdir(), 'certlab-read-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const put = (name: string, content: string | Buffer, mode = 0o640): string => {
  writeFileSync(join(folder, name), content, { mode });
  return join(folder, name);
};

describe('a file is read', () => {
  it('with its mode', async () => {
    expect(await readBounded(put('a', 'text'))).toMatchObject({
      state: 'read',
      content: Buffer.from('text'),
      mode: 0o640,
    });
  });

  it('up to 1 MiB', async () => {
    expect((await readBounded(put('b', Buffer.alloc(LARGEST_FILE)))).state).toBe('read');
    expect((await readBounded(put('c', Buffer.alloc(LARGEST_FILE + 1)))).state).toBe('too-large');
  });

  it.each([
    ['missing', () => join(folder, 'absent')],
    ['missing', () => join(put('d', ''), 'below-a-file')],
    ['directory', () => folder],
    ['unreadable', () => '/dev/zero'],
    [
      'unreadable',
      () => {
        execFileSync('mkfifo', [join(folder, 'pipe')]);
        return join(folder, 'pipe');
      },
    ],
  ])('unless it is %s', async (state, path) => {
    expect((await readBounded(path())).state).toBe(state);
  });
});
