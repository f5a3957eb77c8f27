import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder } from '../../src/issue/in-order.js';

const signal = new AbortController().signal;
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('work in order', () => {
  it('yields in the order of the items, whatever the order in which they are done', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 5 }), { maxLength: 20 }), fc.nat({ max: 6 }), async (delays, ahead) => {
        const work = async (i: number) => {
          for (let turn = 0; turn < delays[i]!; turn += 1) await setImmediate();
          return i;
        };
        const seen: number[] = [];
        for await (const i of inOrder(upTo(delays.length), work, { ahead, signal })) seen.push(i);
        expect(seen).toEqual(upTo(delays.length));
      }),
    );
  });

  it('begins in groups, never less ahead than asked for and never more than twice that', async () => {
    let begun = 0;
    const work = async (i: number) => {
      begun += 1;
      return i;
    };
    const results = inOrder(upTo(100), work, { ahead: 5, signal });
    for (let taken = 1; taken <= 100; taken += 1) {
      await results.next();
      expect(begun - taken).toBeLessThanOrEqual(10);
      expect(begun).toBeGreaterThanOrEqual(Math.min(taken + 5, 100));
    }
  });

  it('reports a failure when its turn comes, after the results before it', async () => {
    const work = async (i: number) => {
      if (i === 2) throw new Error('third');
      return i;
    };
    const results = inOrder(upTo(10), work, { ahead: 5, signal });
    expect([(await results.next()).value, (await results.next()).value]).toEqual([0, 1]);
    await expect(results.next()).rejects.toThrow('third');
  });

  it('does not wait for what is under way when it is aborted', async () => {
    const controller = new AbortController();
    const results = inOrder(upTo(3), () => new Promise(() => {}), { ahead: 2, signal: controller.signal });
    const next = results.next();
    controller.abort(new Error('stop'));
    await expect(next).rejects.toThrow('stop');
  });
});
