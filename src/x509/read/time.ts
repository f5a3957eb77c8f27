import type { Element } from './der.js';

const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;

const FORMS: Readonly<Record<number, RegExp>> = {
  [UTC_TIME]: /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{4})$/,
  [GENERALIZED_TIME]: /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:[.,]\d+)?(Z|[+-]\d{4})$/,
};

/**
 * A moment as certificates hold it (RFC 5280 section 4.1.2.5), and in the forms that only X.690 allows. Two digits of a
 * year mean 1950 to 2049; four mean what they say, also 0030.
 *
 * @returns undefined where it is not a moment
 */
export function timeIn({ tag, content }: Element): Date | undefined {
  const [, years, month, day, hour, minute, second = '00', zone] = FORMS[tag]?.exec(content.toString('latin1')) ?? [];
  if (years === undefined) return undefined;
  const year = tag === UTC_TIME ? Number(years) + (Number(years) < 50 ? 2000 : 1900) : Number(years);
  const [m, d, h, min, s] = [month, day, hour, minute, second].map(Number) as [number, number, number, number, number];
  if (h > 23 || min > 59 || s > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, m - 1, d);
  // A 31st of February is not one.
  if (date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d) return undefined;
  date.setUTCHours(h, min, s);
  return new Date(date.getTime() - offsetOf(zone!));
}

/** In milliseconds east of Greenwich. */
function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
