import { describe, expect, it } from 'vitest';
import { apiBody, ENCRYPTION_KEY, IDENTIFIERS, kibana, kibanaText, planFor } from './fixture.js';

describe('kibana.yml', () => {
  it('dials every Elasticsearch, trusts es-ca, and shows a certificate only where it is asked for', () => {
    expect(kibana(planFor('one-way', '9.5'))).toMatchObject({
      'elasticsearch.hosts': ['https://es.example.com:9200'],
      'elasticsearch.ssl.certificateAuthorities': ['/etc/kibana/certs/es-ca.pem'],
      'xpack.encryptedSavedObjects.encryptionKey': ENCRYPTION_KEY,
    });
    expect(kibana(planFor('one-way', '9.5'))).not.toHaveProperty(['elasticsearch.ssl.certificate']);
    expect(kibana(planFor('mutual', '9.5'))).toMatchObject({
      'elasticsearch.ssl.certificate': '/etc/kibana/certs/kibana-es-cert.pem',
      'elasticsearch.ssl.key': '/etc/kibana/certs/kibana-es-cert-key.pem',
      'elasticsearch.ssl.alwaysPresentCertificate': true,
    });
    expect(kibana(planFor('mutual', '9.5', { esClientAuth: 'optional' }))).not.toHaveProperty([
      'elasticsearch.ssl.alwaysPresentCertificate',
    ]);
  });

  it.each(['8.5', '8.13', '9.0', '9.1', '9.5'])(
    'writes the settings of an output as a mapping, never as text, for %s',
    (version) => {
      for (const output of kibana(planFor('mutual', version))['xpack.fleet.outputs'] as object[]) {
        expect(output).toHaveProperty('config.ssl.certificate_authorities');
        expect(output).not.toHaveProperty('config_yaml');
        expect(output).not.toHaveProperty('ssl');
      }
    },
  );

  it('names Fleet Servers the way its version knows', () => {
    const urls = ['https://fleet.example.com:8220'];
    const before = kibana(planFor('one-way', '8.5'));
    expect(before['xpack.fleet.agents.fleet_server.hosts']).toEqual(urls);
    expect(before).not.toHaveProperty(['xpack.fleet.fleetServerHosts']);
    const after = kibana(planFor('one-way', '8.6'));
    expect(after['xpack.fleet.fleetServerHosts']).toMatchObject([{ is_default: true, host_urls: urls }]);
    expect(after).not.toHaveProperty(['xpack.fleet.agents.fleet_server.hosts']);
  });

  it('labels both digests of es-ca with what they are', () => {
    const text = kibanaText(planFor('one-way', '9.5'));
    expect(text).toContain(
      `#   ca_trusted_fingerprint: ${IDENTIFIERS['es-ca']?.caTrustedFingerprint}\n#     instead of`,
    );
    expect(text).toContain(`#   ca_sha256: "${IDENTIFIERS['es-ca']?.caSha256}"\n#     on top of`);
  });

  it('warns of editing a Fleet Server in use, and of what a policy overrides', () => {
    const text = kibanaText(planFor('mutual', '9.5')).replaceAll('\n# ', ' ');
    expect(text).toContain('Editing the SSL or proxy settings of a Fleet Server in use can cut its agents off');
    expect(text).toContain('What a policy says wins over the flags');
    expect(text).toContain('greyed out in the Fleet UI');
  });

  it('warns of moving its outputs to ssl in the releases of 9.1 that misplace it', () => {
    expect(kibanaText(planFor('mutual', '9.1'))).toContain('# Leave config as it is');
    expect(kibanaText(planFor('mutual', '9.2'))).not.toContain('# Leave config as it is');
  });

  it('says which addresses Fleet has no room for', () => {
    const elasticsearch = Array.from({ length: 12 }, (_, index) => {
      const host = `es-${index + 1}.example.com`;
      return { url: `https://${host}:9200`, host, port: 9200 };
    });
    const plan = planFor('one-way', '9.5', { elasticsearch });
    expect((kibana(plan)['elasticsearch.hosts'] as string[]).length).toBe(12);
    expect(apiBody(plan, 'settings/output.json').hosts.length).toBe(10);
    expect(kibanaText(plan)).toContain(
      '# Fleet takes 10 addresses of Elasticsearch at most: the last 2 of 12 are left out.',
    );
  });
});
