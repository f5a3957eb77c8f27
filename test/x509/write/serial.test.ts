import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkSerial, randomSerial } from '../../../src/x509/write/serial.js';

describe('a random serial number', () => {
  it('is positive, minimal, at most 20 octets and never the same in 100,000', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 100_000; i += 1) {
      const serial = randomSerial(randomBytes);
      checkSerial(serial);
      seen.add(serial.toString('latin1'));
    }
    expect(seen.size).toBe(100_000);
  });

  it('carries all of 128 random bits', () => {
    const zeros = randomSerial((size) => Buffer.alloc(size, 0x00)).toString('hex');
    const ones = randomSerial((size) => Buffer.alloc(size, 0xff)).toString('hex');
    expect([zeros, ones]).toEqual([`01${'00'.repeat(16)}`, `01${'ff'.repeat(16)}`]);
  });
});

describe('a serial number', () => {
  it.each(['01', '7f', '0080', `7f${'ff'.repeat(19)}`])('may be %s', (hex) => {
    expect(() => checkSerial(Buffer.from(hex, 'hex'))).not.toThrow();
  });

  it.each([
    ['nothing', ''],
    ['zero', '00'],
    ['negative', 'ff0102'],
    ['padded', '000001'],
    ['of 21 octets', `01${'00'.repeat(20)}`],
  ])('that is %s is refused', (_, hex) => {
    expect(() => checkSerial(Buffer.from(hex, 'hex'))).toThrow('serial number');
  });
});
