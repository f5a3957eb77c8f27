import { describe, expect, it } from 'vitest';
import { visible } from '../../../src/cli/terminal/terminal.js';

describe('text from outside', () => {
  it.each([
    ['an escape sequence', 'a\u001b[2Jb', 'a\\u001b[2Jb'],
    ['a line that fakes another one', 'a\nerror: b', 'a\\u000aerror: b'],
    ['text turned around', 'a\u202eb', 'a\\u202eb'],
    ['an invisible character', 'a\u200bb', 'a\\u200bb'],
  ])('cannot do to the terminal what it says: %s', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('is shown as it is where it is harmless', () => {
    expect(visible('bücher-01 東京 "quoted"')).toBe('bücher-01 東京 "quoted"');
  });
});
