import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { load } from '../../../src/x509/read/load.js';
import { toPem } from '../../../src/x509/write/pem.js';
import { odd, oddPem } from './odd.js';
import { REFUSALS, UNKNOWN_KEY } from './refusals.js';

describe.each(REFUSALS)('a certificate file with %s', (_, { content, go, elasticsearch, notAsCa }) => {
  const file = Buffer.from(content as string);

  it(go === undefined ? 'is read by Go' : 'is refused by Go', () => {
    expect(load('go', 'certificate', file).refusal).toBe(go);
  });

  it('is used by Go as a CA only if it is read', () => {
    const { certificates, unread } = load('go', 'authorities', file);
    expect(certificates.length + unread).toBe((go === undefined || go === UNKNOWN_KEY) && !notAsCa ? 1 : 0);
  });

  it(elasticsearch === undefined ? 'is read by Elasticsearch' : 'is refused by Elasticsearch', () => {
    const { certificates, unread, refusal } = load('java', 'certificate', file);
    expect(refusal).toBe(elasticsearch);
    if (elasticsearch === undefined) expect(certificates.length + unread).toBe(1);
  });
});

describe('no file stops a loader', () => {
  const changed = (whole: Buffer) =>
    fc
      .array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 })
      .map((changes) => changes.reduce((bytes, [at, octet]) => bytes.fill(octet, at, at + 1), Buffer.from(whole)));

  it.each(['go', 'java', 'node'] as const)('with changed octets: %s', (loader) => {
    const files = fc.oneof(changed(odd()), changed(Buffer.from(oddPem())));
    const inDer = changed(odd()).map((der) => Buffer.from(toPem('CERTIFICATE', der)));
    fc.assert(
      fc.property(fc.oneof(files, inDer), fc.constantFrom('authorities', 'certificate'), (content, use) => {
        expect(load(loader, use, content).certificates.length).toBeLessThan(2);
      }),
      { numRuns: 500 },
    );
  });
});
