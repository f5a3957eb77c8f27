import { expect, it } from 'vitest';
import { sha1Fingerprint, sha256Fingerprint, spkiSha256 } from '../../../src/x509/write/fingerprint.js';
import { FIXTURE_KEY_TYPES, fixture, fixtureDer } from './fixtures.js';
import { files, hasOpenssl, openssl } from './support.js';

it.skipIf(!hasOpenssl).each(FIXTURE_KEY_TYPES)(
  'the fingerprints of a %s certificate are those of OpenSSL',
  (keyType) => {
    const der = fixtureDer(`${keyType}-server.pem`);
    const { certificate } = files({ certificate: fixture(`${keyType}-server.pem`) });
    const print = (hash: string) =>
      openssl('x509', '-in', certificate, '-noout', '-fingerprint', hash)
        .output.split('=')[1]!
        .replaceAll(':', '')
        .trim();
    expect(sha256Fingerprint(der)).toBe(print('-sha256').toLowerCase());
    expect(sha1Fingerprint(der)).toBe(print('-sha1').toLowerCase());

    const { publicKey } = files({ publicKey: openssl('x509', '-in', certificate, '-noout', '-pubkey').output });
    const { spki } = files({ spki: '' });
    openssl('pkey', '-pubin', '-in', publicKey, '-outform', 'DER', '-out', spki);
    const digest = openssl('dgst', '-sha256', '-r', spki).output.slice(0, 64);
    expect(spkiSha256(der)).toBe(Buffer.from(digest, 'hex').toString('base64'));
  },
);
