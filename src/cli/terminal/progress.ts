import type { Terminal } from './terminal.js';

/** A line on stderr that says how far the work is and how long it will still take. */
export interface Progress {
  update(done: number, total: number): void;
  /** Removes the line. */
  end(): void;
}

const REDRAW_EVERY_MS = 100;
/** Before this much has passed an estimate would only be noise. */
const ESTIMATE_AFTER_MS = 1000;
const BAR_WIDTH = 24;

/**
 * Draws on a terminal; elsewhere, and with --quiet, it stays silent, because nobody watches.
 *
 * @param clock milliseconds that only go forward
 */
export function showProgress(
  terminal: Pick<Terminal, 'error' | 'quiet' | 'colourError'>,
  label: string,
  clock: () => number = () => performance.now(),
): Progress {
  const { error: stream, colourError: colour } = terminal;
  if (!stream.isTTY || terminal.quiet) return { update: () => {}, end: () => {} };
  let started: number | undefined;
  let drawn = Number.NEGATIVE_INFINITY;
  return {
    update(done, total) {
      const now = clock();
      started ??= now;
      if (done < total && now - drawn < REDRAW_EVERY_MS) return;
      drawn = now;
      const filled = total === 0 ? BAR_WIDTH : Math.round((done / total) * BAR_WIDTH);
      const bar = `${colour.green('█'.repeat(filled))}${colour.dim('░'.repeat(BAR_WIDTH - filled))}`;
      const text = `${label} ${bar} ${done}/${total}${estimate(now - started, done, total)}`;
      stream.write(`${ERASE_LINE}${text}`);
    },
    end: () => void stream.write(ERASE_LINE),
  };
}

const ERASE_LINE = '\r\u001b[2K';

/** Time left at the speed so far, e.g. `, about 2 min left`. */
export function estimate(elapsedMs: number, done: number, total: number): string {
  if (elapsedMs < ESTIMATE_AFTER_MS || done === 0 || done >= total) return '';
  const seconds = Math.ceil(((elapsedMs / done) * (total - done)) / 1000);
  return seconds < 90 ? `, about ${seconds} s left` : `, about ${Math.round(seconds / 60)} min left`;
}
