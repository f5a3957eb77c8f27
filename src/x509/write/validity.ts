import { generalizedTime, sequence, utcTime } from './asn1.js';
import { refusal } from './refusal.js';
import type { Validity } from './types.js';

/**
 * The DER of a Validity: UTCTime through 2049, GeneralizedTime from 2050 (RFC 5280 section 4.1.2.5), fractions of a
 * second dropped.
 * @throws CertlabError ERR_PKI when the times are out of order or outside the years 1950 to 9999.
 */
export function encodeValidity({ notBefore, notAfter }: Validity): Buffer {
  const encoded = sequence(encodeTime(notBefore), encodeTime(notAfter));
  if (toSeconds(notAfter) <= toSeconds(notBefore)) throw refusal('the validity ends before it begins');
  return encoded;
}

/** Whole seconds since 1970: all that a certificate's times can tell. */
export const toSeconds = (time: Date): number => Math.floor(time.getTime() / 1000);

function encodeTime(time: Date): Buffer {
  const year = time.getUTCFullYear();
  if (!(year >= 1950 && year <= 9999)) throw refusal('a certificate can only be valid between the years 1950 and 9999');
  const text = `${time.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
  return year < 2050 ? utcTime(text.slice(2)) : generalizedTime(text);
}
