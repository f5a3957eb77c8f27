import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../../src/cli/terminal/fold.js';

describe('a folded line', () => {
  it('goes on under its first word', () => {
    expect(fold('one two three four five six seven eight nine', 40, 6)).toBe(
      'one two three four five six seven\n      eight nine',
    );
  });

  it('loses and gains no word, and fits where words do', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,20}$/), { minLength: 1 });
    fc.assert(
      fc.property(words, fc.integer({ min: 40, max: 300 }), (all, columns) => {
        const folded = fold(all.join(' '), columns, 7);
        expect(folded.split(/\s+/)).toEqual(all);
        const [first, ...rest] = folded.split('\n');
        for (const line of [`note:  ${first}`, ...rest]) expect(line.length).toBeLessThanOrEqual(columns);
      }),
    );
  });

  it('is left alone in a window too narrow to help', () => {
    expect(fold('one two three four five six seven eight nine', 20, 6)).not.toContain('\n');
  });
});
