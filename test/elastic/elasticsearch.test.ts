import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Deployment, Mode } from '../../src/deployment/types.js';
import { elasticsearchYml } from '../../src/elastic/elasticsearch.js';
import { flatten } from '../../src/setup/settings.js';
import { hostOf, planFor } from './fixture.js';

/** Settings by dotted name. */
const readSettings = (text: string) => new Map(flatten(parse(text) as object, ''));

const elasticsearch = (mode: Mode, changes: Partial<Deployment> = {}) => {
  const plan = planFor(mode, '9.5', changes);
  return elasticsearchYml(plan, hostOf(plan, 'elasticsearch'));
};

/** What Elasticsearch adds to its file when it configures security by itself (AutoConfigureNode). */
const FIRST_START = `xpack.security.enabled: true

xpack.security.enrollment.enabled: true

xpack.security.http.ssl:
  enabled: true
  keystore.path: certs/http.p12

xpack.security.transport.ssl:
  enabled: true
  verification_mode: certificate
  keystore.path: certs/transport.p12
  truststore.path: certs/transport.p12
`;

describe('elasticsearch.yml', () => {
  it('asks nobody for a certificate with one-way TLS', () => {
    expect(Object.fromEntries(readSettings(elasticsearch('one-way')))).toEqual({
      'xpack.security.enabled': true,
      'xpack.security.http.ssl.enabled': true,
      'xpack.security.http.ssl.certificate': 'certs/es-cert.pem',
      'xpack.security.http.ssl.key': 'certs/es-cert-key.pem',
    });
  });

  it.each(['optional', 'required'] as const)('names both authorities of clients, %s', (esClientAuth) => {
    const settings = readSettings(elasticsearch('mutual', { esClientAuth }));
    expect(settings.get('xpack.security.http.ssl.client_authentication')).toBe(esClientAuth);
    expect(settings.get('xpack.security.http.ssl.certificate_authorities')).toEqual([
      'certs/agent-ca.pem',
      'certs/es-ca.pem',
    ]);
  });

  it('says what to take out of the file that Elasticsearch writes at its first start, so that every key is there once', () => {
    const settings = elasticsearch('mutual');
    expect(settings).toContain('in place of its line xpack.security.enabled and of everything it says about');
    expect(settings).toContain('the indented ones below such a line');
    const written = FIRST_START.replace(/^xpack\.security\.enabled.*\n/m, '').replace(
      /^xpack\.security\.http\.ssl.*\n( .*\n)*/gm,
      '',
    );
    const merged = Object.keys(parse(written + settings));
    expect(merged.filter((key) => key.startsWith('xpack.security.http.ssl.')).length).toBeGreaterThan(4);
    expect(merged).not.toContain('xpack.security.http.ssl');
    expect(merged).toContain('xpack.security.transport.ssl');
    expect(() => parse(FIRST_START + settings)).toThrow('unique');
  });

  it('says how the passphrase of its key gets into the keystore, only where there is one', () => {
    const command = 'elasticsearch-keystore add --stdin --force xpack.security.http.ssl.secure_key_passphrase';
    expect(elasticsearch('one-way', { esKeyPassphrase: 'generate' })).toContain(command);
    expect(elasticsearch('one-way')).not.toContain('elasticsearch-keystore');
    expect(parse(elasticsearch('one-way', { esKeyPassphrase: 'generate' }))).not.toHaveProperty([
      'xpack.security.http.ssl.key_passphrase',
    ]);
  });
});
