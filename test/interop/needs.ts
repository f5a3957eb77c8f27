import { describe, expect, inject, it } from 'vitest';
import type { JudgeName } from './judges.js';

/**
 * A suite that needs a judge: skipped, saying why, where it cannot be built; in CI it must be there.
 *
 * @param suite gets the judge's command
 */
export function describeWith(name: JudgeName, title: string, suite: (command: readonly string[]) => void): void {
  const judge = inject('judges')[name];
  if ('command' in judge) describe(title, () => suite(judge.command));
  else if (process.env.CI) {
    describe(title, () => it('has its judge, as CI must', () => expect.fail(judge.missing)));
  } else describe.skip(`${title} (skipped: ${judge.missing.split('\n')[0]})`, () => it('judges', () => {}));
}
