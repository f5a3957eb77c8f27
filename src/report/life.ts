import type { CertificateRecord } from '../store/types.js';
import { count } from './groups.js';

/** How much of a certificate's validity is left at a moment. */
export interface Life {
  /** Last day of validity, `YYYY-MM-DD` in UTC. */
  readonly until: string;
  /** Whole days left; negative once it is over. */
  readonly days: number;
  /** Part of the validity that is left, 0 to 1. */
  readonly left: number;
  readonly state: 'good' | 'soon' | 'over' | 'early';
}

const DAY = 86_400_000;
/** What is about to end is said while there is time to hand out new bundles. */
const SOON_DAYS = 30;

export function lifeOf({ notBefore, notAfter }: Pick<CertificateRecord, 'notBefore' | 'notAfter'>, now: Date): Life {
  const [begin, end] = [Date.parse(notBefore), Date.parse(notAfter)];
  const days = Math.floor((end - now.getTime()) / DAY);
  const left = Math.min(1, Math.max(0, (end - now.getTime()) / (end - begin)));
  return { until: notAfter.slice(0, 10), days, left, state: stateAt(now.getTime(), begin, end) };
}

function stateAt(now: number, begin: number, end: number): Life['state'] {
  if (now > end) return 'over';
  if (now < begin) return 'early';
  return end - now < SOON_DAYS * DAY ? 'soon' : 'good';
}

/** The certificate that ends first. */
export const firstToEnd = (records: readonly CertificateRecord[]): CertificateRecord | undefined =>
  records.reduce<CertificateRecord | undefined>(
    (first, record) => (first && Date.parse(first.notAfter) <= Date.parse(record.notAfter) ? first : record),
    undefined,
  );

/** What is left, in words. */
export function lifeWords({ state, days }: Life): string {
  if (state === 'over') return 'expired';
  if (state === 'early') return 'not valid yet';
  return `${count(days, 'day')} left`;
}
