import { describe, expect, it } from 'vitest';
import { load } from '../../../src/x509/read/load.js';
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
