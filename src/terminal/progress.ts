import type { Terminal } from './terminal.js';

/** A line on stderr that says how far the work is and how long it will still take. */
export interface Progress {
  update(done: number, total: number): void;
  end(): void;
}

const REDRAW_EVERY_MS = 100;
/** Before this much has passed an estimate would only be noise. */
const ESTIMATE_AFTER_MS = 1000;
const BAR_WIDTH = 24;

/** Draws on a terminal; elsewhere it stays silent, because nobody watches a pipe. */
export function showProgress(terminal: Terminal, label: string, clock: () => number = Date.now): Progress {
  const stream = terminal.error;
  if (!stream.isTTY) return { update: () => {}, end: () => {} };
  const started = clock();
  let drawn = 0;
  return {
    update(done, total) {
      const now = clock();
      if (done < total && now - drawn < REDRAW_EVERY_MS) return;
      drawn = now;
      const filled = total === 0 ? BAR_WIDTH : Math.round((done / total) * BAR_WIDTH);
      const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
      stream.write(`\r\u001b[2K${label} ${bar} ${done}/${total}${estimate(now - started, done, total)}`);
    },
    end: () => void stream.write('\r\u001b[2K'),
  };
}

/** Time left at the speed so far, e.g. ` about 2 min left`. */
export function estimate(elapsedMs: number, done: number, total: number): string {
  if (elapsedMs < ESTIMATE_AFTER_MS || done === 0 || done >= total) return '';
  const seconds = Math.ceil(((elapsedMs / done) * (total - done)) / 1000);
  return seconds < 90 ? ` about ${seconds} s left` : ` about ${Math.round(seconds / 60)} min left`;
}
