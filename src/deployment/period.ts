import { CertlabError } from '../errors.js';
import { shown } from './shown.js';

const HOUR = 3_600_000;
const UNITS: Readonly<Record<string, number>> = { h: HOUR, d: 24 * HOUR, w: 7 * 24 * HOUR };
/** A hundred years. */
const LONGEST = 36_500 * UNITS.d!;

/**
 * A period as people write it: `90d`, `12h`, `4w`, or a number of days.
 *
 * @returns milliseconds
 * @throws CertlabError ERR_USAGE
 */
export function parsePeriod(text: string): number {
  const [, number, unit = 'd'] = /^(\d{1,7})([hdw])?$/.exec(text.trim()) ?? [];
  const period = Number(number) * UNITS[unit]!;
  if (number !== undefined && period <= LONGEST) return period;
  throw new CertlabError({
    code: 'ERR_USAGE',
    message: `${shown(text)} is not a period`,
    hint: 'write a number with h, d or w, such as 30d',
  });
}
