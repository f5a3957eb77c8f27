import { refusal } from './refusal.js';
import type { RandomBytes } from './types.js';

/**
 * A serial number as the octets of its INTEGER: a leading 1, so that it is positive and minimal, and 128 random bits.
 * 17 octets of the 20 that RFC 5280 section 4.1.2.2 allows.
 */
export function randomSerial(randomBytes: RandomBytes): Buffer {
  return Buffer.concat([Buffer.of(0x01), randomBytes(16)]);
}

/** @throws CertlabError ERR_PKI unless `serial` is positive, minimal and at most 20 octets. */
export function checkSerial(serial: Buffer): void {
  const [first = 0, second = 0] = serial;
  const positive = first < 0x80 && serial.some((octet) => octet !== 0);
  const minimal = first !== 0 || second >= 0x80;
  if (!positive || !minimal || serial.length > 20) {
    throw refusal('a serial number must be positive, minimal and at most 20 octets');
  }
}
