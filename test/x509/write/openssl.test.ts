import { describe, expect, it } from 'vitest';
import { toPem } from '../../../src/x509/write/pem.js';
import { FIXTURE_KEY_TYPES, fixtureKeyPair } from './fixtures.js';
import { authorityFor, files, hasOpenssl, leafFor, openssl } from './support.js';

const NAMES = [
  { type: 'dns', value: 'fleet.example.com' },
  { type: 'dns', value: '*.nodes.example.com' },
  { type: 'ip', value: '10.1.2.3' },
  { type: 'ip', value: '2001:db8::7' },
] as const;

const PURPOSE = { serverAuth: 'sslserver', clientAuth: 'sslclient' } as const;

describe.skipIf(!hasOpenssl).each(FIXTURE_KEY_TYPES)('openssl verify -x509_strict (if installed), %s', (keyType) => {
  const issuer = (usage: ('serverAuth' | 'clientAuth')[]) => authorityFor(fixtureKeyPair(keyType, 'authority'), usage);
  const leaf = (usage: 'serverAuth' | 'clientAuth') => {
    const authority = issuer([usage]);
    return files({
      ca: toPem('CERTIFICATE', authority.certificate),
      leaf: toPem('CERTIFICATE', leafFor(fixtureKeyPair(keyType, 'leaf'), authority, [usage], NAMES)),
    });
  };
  const verify = (paths: { ca: string; leaf: string }, ...args: string[]) =>
    openssl('verify', '-x509_strict', '-check_ss_sig', ...args, '-CAfile', paths.ca, paths.leaf);

  it.each([
    ['serverAuth', 'clientAuth'],
    ['clientAuth', 'serverAuth'],
  ] as const)('accepts a %s leaf for its purpose and refuses it as %s', (usage, other) => {
    const paths = leaf(usage);
    expect(verify(paths, '-purpose', PURPOSE[usage])).toMatchObject({ ok: true });
    const refused = verify(paths, '-purpose', PURPOSE[other]);
    expect(refused.ok).toBe(false);
    expect(refused.output).toContain('unsuitable certificate purpose');
  });

  it('refuses a leaf of the wrong purpose because of its authority alone', () => {
    const wide = issuer(['serverAuth', 'clientAuth']);
    const narrow = issuer(['serverAuth']);
    const paths = files({
      ca: toPem('CERTIFICATE', narrow.certificate),
      leaf: toPem('CERTIFICATE', leafFor(fixtureKeyPair(keyType, 'leaf'), wide, ['clientAuth'], NAMES)),
    });
    expect(verify(paths, '-purpose', 'sslclient').output).toContain('error 26 at 1 depth');
  });

  it('finds each name and no other', () => {
    const paths = leaf('serverAuth');
    for (const name of ['fleet.example.com', 'es-1.nodes.example.com']) {
      expect(verify(paths, '-verify_hostname', name)).toMatchObject({ ok: true });
    }
    for (const address of ['10.1.2.3', '2001:db8::7']) {
      expect(verify(paths, '-verify_ip', address)).toMatchObject({ ok: true });
    }
    for (const wrong of [
      ['-verify_hostname', 'other.example.com'],
      ['-verify_hostname', 'a.b.nodes.example.com'],
      ['-verify_hostname', 'fleet test leaf'],
      ['-verify_ip', '10.1.2.4'],
      ['-verify_ip', '::1'],
    ]) {
      expect(verify(paths, ...wrong).ok).toBe(false);
    }
  });

  it('refuses another authority of the same name', () => {
    const other = authorityFor(fixtureKeyPair(keyType, 'leaf'), ['serverAuth']);
    const paths = { ...leaf('serverAuth'), ca: files({ ca: toPem('CERTIFICATE', other.certificate) }).ca };
    expect(verify(paths).ok).toBe(false);
  });

  it('accepts no leaf below a leaf of ours: the authority allows no second level', () => {
    const authority = issuer(['serverAuth', 'clientAuth']);
    const pair = fixtureKeyPair(keyType, 'leaf');
    const middle = leafFor(pair, authority, ['serverAuth'], NAMES);
    const end = leafFor(
      pair,
      { ...authority, name: authority.name, privateKey: pair.privateKey },
      ['serverAuth'],
      NAMES,
    );
    const paths = files({
      ca: toPem('CERTIFICATE', authority.certificate),
      middle: toPem('CERTIFICATE', middle),
      leaf: toPem('CERTIFICATE', end),
    });
    expect(verify(paths, '-untrusted', paths.middle).ok).toBe(false);
  });
});
