import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { estimate, showProgress } from '../../../src/cli/terminal/progress.js';
import { fakeTerminal } from '../../helpers/terminal.js';

/** A clock that a test moves. */
function clockAt(start: number): { now: number; read: () => number } {
  const clock = { now: start, read: () => clock.now };
  return clock;
}

const lines = (text: string): string[] => stripVTControlCharacters(text).split('\r').filter(Boolean);

describe('the progress line', () => {
  it('is one line that is drawn over itself and gone at the end', () => {
    const terminal = fakeTerminal({ isTTY: true });
    const clock = clockAt(0);
    const progress = showProgress(terminal, 'keys', clock.read);
    progress.update(0, 4);
    clock.now = 2000;
    progress.update(2, 4);
    progress.end();
    const { output, error } = terminal.written();
    expect(output).toBe('');
    expect(lines(error)).toEqual([
      `keys ${'░'.repeat(24)} 0/4`,
      `keys ${'█'.repeat(12)}${'░'.repeat(12)} 2/4, about 2 s left`,
    ]);
    expect(error).not.toContain('\n');
    expect(error.endsWith('\r\u001b[2K')).toBe(true);
  });

  it('counts the time from its first update: what went before was other work', () => {
    const terminal = fakeTerminal({ isTTY: true });
    const clock = clockAt(0);
    const progress = showProgress(terminal, 'handshakes', clock.read);
    clock.now = 60_000;
    progress.update(1, 4);
    clock.now = 62_000;
    progress.update(2, 4);
    expect(lines(terminal.written().error).at(-1)).toMatch(/2\/4, about 2 s left$/);
  });

  it('is not drawn more often than an eye can follow, and always at the end', () => {
    const terminal = fakeTerminal({ isTTY: true });
    const progress = showProgress(terminal, 'keys', clockAt(0).read);
    for (let done = 0; done <= 1000; done++) progress.update(done, 1000);
    expect(lines(terminal.written().error)).toHaveLength(2);
    expect(terminal.written().error).toContain('1000/1000');
  });

  it('stays away from pipes, and with --quiet', () => {
    const pipe = fakeTerminal();
    const quiet = { ...fakeTerminal({ isTTY: true }), quiet: true };
    for (const terminal of [pipe, quiet]) {
      const progress = showProgress(terminal, 'keys', clockAt(0).read);
      progress.update(1, 2);
      progress.end();
      expect(terminal.written()).toEqual({ output: '', error: '' });
    }
  });
});

describe('the estimate', () => {
  it.each([
    [500, 1, 10, ''],
    [2000, 0, 10, ''],
    [2000, 10, 10, ''],
    [2000, 1, 10, ', about 18 s left'],
    [60_000, 1, 10, ', about 9 min left'],
  ])('after %i ms and %i of %i: %j', (elapsed, done, total, text) => {
    expect(estimate(elapsed, done, total)).toBe(text);
  });
});
