import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { limiter } from '../../src/issue/limit.js';

/** Tasks that end when they are told to. */
function tasks(most: number, signal = new AbortController().signal) {
  const limit = limiter(most, signal);
  const started: number[] = [];
  const end: ((failure?: Error) => void)[] = [];
  const run = (id: number) =>
    limit(() => {
      started.push(id);
      return new Promise<number>((resolve, reject) => {
        end[id] = (failure) => (failure ? reject(failure) : resolve(id));
      });
    });
  return { started, end, run };
}

describe('a limit of two', () => {
  it('starts two tasks, and each further one, in order, when another has ended', async () => {
    const { started, end, run } = tasks(2);
    const results = [0, 1, 2, 3].map(run);
    await setImmediate();
    expect(started).toEqual([0, 1]);
    end[1]!();
    await setImmediate();
    expect(started).toEqual([0, 1, 2]);
    end[0]!();
    await setImmediate();
    expect(started).toEqual([0, 1, 2, 3]);
    end[2]!();
    end[3]!();
    expect(await Promise.all(results)).toEqual([0, 1, 2, 3]);
  });

  it('is not passed by a task that comes as another ends', async () => {
    const { started, end, run } = tasks(2);
    const first = run(0);
    run(1);
    run(2);
    await setImmediate();
    first.then(() => run(3));
    end[0]!();
    await setImmediate();
    expect(started).toEqual([0, 1, 2]);
  });

  it('gives the place of a failed task to the next', async () => {
    const { started, end, run } = tasks(1);
    const failed = run(0);
    run(1);
    await setImmediate();
    end[0]!(new Error('no'));
    await expect(failed).rejects.toThrow('no');
    await setImmediate();
    expect(started).toEqual([0, 1]);
  });

  it('starts nothing after an abort', async () => {
    const controller = new AbortController();
    const { started, end, run } = tasks(1, controller.signal);
    const running = run(0);
    const waiting = run(1);
    await setImmediate();
    controller.abort(new Error('stop'));
    end[0]!();
    await running;
    await expect(waiting).rejects.toThrow('stop');
    await expect(run(2)).rejects.toThrow('stop');
    expect(started).toEqual([0]);
  });
});
