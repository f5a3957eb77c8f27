import { describe, expect, it } from 'vitest';
import { encodeValidity } from '../../../src/x509/write/validity.js';

const encode = (notBefore: string, notAfter: string) =>
  encodeValidity({ notBefore: new Date(notBefore), notAfter: new Date(notAfter) });

const utc = (text: string) => Buffer.concat([Buffer.of(0x17, text.length), Buffer.from(text)]);
const generalized = (text: string) => Buffer.concat([Buffer.of(0x18, text.length), Buffer.from(text)]);
const times = (der: Buffer) => der.subarray(2).toString('hex');

describe('a validity', () => {
  it('is UTCTime to the last second of 2049 and GeneralizedTime from the first of 2050', () => {
    expect(times(encode('2049-12-31T23:59:59Z', '2050-01-01T00:00:00Z'))).toBe(
      Buffer.concat([utc('491231235959Z'), generalized('20500101000000Z')]).toString('hex'),
    );
  });

  it('is in UTC, across the local clock change and the leap day', () => {
    expect(times(encode('2027-03-28T01:30:00+01:00', '2028-02-29T12:00:00+05:30'))).toBe(
      Buffer.concat([utc('270328003000Z'), utc('280229063000Z')]).toString('hex'),
    );
  });

  it('drops fractions of a second', () => {
    expect(times(encode('2026-01-01T00:00:00.999Z', '2026-01-01T00:00:01.001Z'))).toBe(
      Buffer.concat([utc('260101000000Z'), utc('260101000001Z')]).toString('hex'),
    );
  });

  it.each([
    ['ends before it begins', '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z'],
    ['ends as it begins', '2026-01-01T00:00:00.1Z', '2026-01-01T00:00:00.9Z'],
  ])('that %s is refused', (_, notBefore, notAfter) => {
    expect(() => encode(notBefore, notAfter)).toThrow('ends before it begins');
  });

  it.each([
    ['before 1950', '1949-12-31T23:59:59Z', '2026-01-01T00:00:00Z'],
    ['after 9999', '2026-01-01T00:00:00Z', '+010000-01-01T00:00:00Z'],
    ['that is no time', 'yesterday', '2026-01-01T00:00:00Z'],
  ])('%s is refused', (_, notBefore, notAfter) => {
    expect(() => encode(notBefore, notAfter)).toThrow('between the years 1950 and 9999');
  });
});
