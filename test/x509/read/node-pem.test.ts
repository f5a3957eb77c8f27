import { createSecureContext } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { load } from '../../../src/x509/read/load.js';
import { keys } from './odd.js';
import { FRAMED } from './refusals.js';

const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' });

/** Node itself is the judge: Kibana hands its files to it as they are. */
function isTakenByNode(cert: string | Buffer): boolean {
  try {
    createSecureContext({ cert, key });
    return true;
  } catch {
    return false;
  }
}

describe.each(Object.entries(FRAMED))('a certificate file with %s', (_, { content }) => {
  it('is read for Kibana as Node reads it', () => {
    const { certificates } = load('node', 'certificate', Buffer.from(content as string));
    expect(certificates.length > 0).toBe(isTakenByNode(content));
  });
});
