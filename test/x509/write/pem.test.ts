import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromPem, toPem } from '../../../src/x509/write/pem.js';
import { fixture } from './fixtures.js';

describe('PEM', () => {
  it('reads back what it wrote, in lines of 64 characters with one newline at the end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
        const der = Buffer.from(bytes);
        const text = toPem('CERTIFICATE', der);
        expect(text).toMatch(/^-----BEGIN CERTIFICATE-----\n(.{64}\n)*.{1,64}\n-----END CERTIFICATE-----\n$/);
        expect(fromPem(text)).toEqual([{ label: 'CERTIFICATE', der }]);
      }),
    );
  });

  it('gives the blocks of a chain in order, and ignores the text around them', () => {
    const text = `subject=leaf\r\n${fixture('ec-p256-server.pem').replace(/\n/g, '\r\n')}# authority\n${fixture('ec-p256-authority.pem')}`;
    const again = fromPem(text).map(({ label, der }) => toPem(label, der));
    expect(again).toEqual([fixture('ec-p256-server.pem'), fixture('ec-p256-authority.pem')]);
  });

  it.each([
    ['no block', 'hello'],
    ['a block that is cut off', '-----BEGIN CERTIFICATE-----\nMAA=\n'],
    ['another label at the end', '-----BEGIN CERTIFICATE-----\nMAA=\n-----END PRIVATE KEY-----\n'],
    ['something that is not base64', '-----BEGIN CERTIFICATE-----\nMA\n-----END CERTIFICATE-----\n'],
  ])('with %s is refused', (_, text) => {
    expect(() => fromPem(text)).toThrow(/PEM/);
  });
});
