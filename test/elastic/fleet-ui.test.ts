import { describe, expect, it } from 'vitest';
import type { Deployment, Mode } from '../../src/deployment/types.js';
import { fleetUiPage } from '../../src/elastic/fleet-ui.js';
import { IDENTIFIERS, planFor } from './fixture.js';

const LINUX = { agents: [{ name: 'web-01', platform: 'linux', altNames: [] }] } as const;

const page = (mode: Mode, version: string, changes: Partial<Deployment> = LINUX) =>
  fleetUiPage(planFor(mode, version, changes), IDENTIFIERS);

/** The rows of all tables below a heading, up to the next one. */
function rows(text: string, heading: RegExp): string[][] {
  const section = text.split(/^## /m).find((one) => heading.test(one)) ?? expect.fail(`no ${heading}`);
  return section
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.includes('---'))
    .map((line) => line.slice(2, -2).split(' | '));
}

const labels = (text: string, heading: RegExp) =>
  rows(text, heading).flatMap(([label]) => (label?.startsWith('**') ? [label.slice(2, -2)] : []));
const values = (text: string, heading: RegExp) =>
  Object.fromEntries(rows(text, heading).map(([label, value]) => [label?.replaceAll('*', ''), value]));

describe("the page of the Fleet UI's fields", () => {
  it('has the labels of 9.1 and 9.2, beside the flags that the documentation gives for them', () => {
    for (const version of ['9.1', '9.2']) {
      const pairs = rows(page('mutual', version), /^Fleet Server host/).filter((cells) => cells.length === 4);
      expect(pairs.slice(1).map(([label, , , flag]) => [label, flag])).toEqual([
        ['**Server SSL certificate authorities**', '`--certificate-authorities`'],
        ['**Client SSL certificate**', '`--fleet-server-cert`'],
        ['**Client SSL certificate key**', '`--fleet-server-cert-key`'],
        ['**Elasticsearch certificate authorities**', '`--fleet-server-es-ca`'],
        ['**SSL certificate for Elasticsearch**', '`--fleet-server-es-cert`'],
        ['**SSL certificate key for Elasticsearch**', '`--fleet-server-es-cert-key`'],
        ['**Client auth**', '`--fleet-server-client-auth`'],
      ]);
    }
  });

  it('has the labels of 9.3 and later', () => {
    for (const version of ['9.3', '9.5']) {
      expect(labels(page('mutual', version), /^Fleet Server host/)).toEqual([
        'Fleet Server > Elastic Agents certificate authorities',
        'Fleet Server > SSL server certificate',
        'Fleet Server > SSL server private key',
        'Fleet Server > Elasticsearch certificate authorities',
        'Fleet Server > SSL client certificate for Elasticsearch',
        'Fleet Server > SSL private key for Elasticsearch',
        'Elastic Agent > Fleet Server certificate authorities',
        'Elastic Agent > SSL client certificate for Fleet Server',
        'Elastic Agent > SSL private key for Fleet Server',
        'Client auth',
      ]);
    }
  });

  it('says before 9.1 that there are no such fields', () => {
    for (const version of ['8.13', '9.0']) {
      const text = page('mutual', version);
      expect(labels(text, /^Fleet Server host/)).toEqual([]);
      expect(text).toContain('This version has no SSL fields here');
    }
  });

  it('has a value of this deployment for every field of a Fleet Server host', () => {
    expect(values(page('mutual', '9.5', { ...LINUX, agentKeyPassphrase: 'none' }), /^Fleet Server host/)).toMatchObject(
      {
        URL: '`https://fleet.example.com:8220`',
        'Fleet Server > Elastic Agents certificate authorities': '`/etc/fleet-tls/agent-ca.pem`',
        'Fleet Server > SSL server certificate': '`/etc/fleet-tls/fleet-cert.pem`',
        'Fleet Server > SSL server private key': '`/etc/fleet-tls/fleet-cert-key.pem`',
        'Fleet Server > Elasticsearch certificate authorities': '`/etc/fleet-tls/es-ca.pem`',
        'Fleet Server > SSL client certificate for Elasticsearch': '`/etc/fleet-tls/fleet-es-cert.pem`',
        'Fleet Server > SSL private key for Elasticsearch': '`/etc/fleet-tls/fleet-es-cert-key.pem`',
        'Elastic Agent > Fleet Server certificate authorities': '`/etc/fleet-tls/fleet-ca.pem`',
        'Elastic Agent > SSL client certificate for Fleet Server': '`/etc/fleet-tls/agent-cert.pem`',
        'Elastic Agent > SSL private key for Fleet Server': '`/etc/fleet-tls/agent-cert-key.pem`',
        'Client auth': '**Required**',
      },
    );
  });

  it('has a value for every field of an output, and of a remote one', () => {
    const text = page('mutual', '9.2');
    const expected = {
      'Server SSL certificate authorities': expect.stringMatching(/^`\/etc\/fleet-tls\/es-ca\.pem`/),
      'Client SSL certificate': expect.stringMatching(/^`\/etc\/fleet-tls\/agent-cert\.pem`/),
      'Client SSL certificate key': expect.stringMatching(/^`\/etc\/fleet-tls\/agent-cert-key\.pem`/),
    };
    expect(values(text, /^Output for agents on Linux/)).toMatchObject(expected);
    expect(values(text, /^Remote Elasticsearch/)).toMatchObject(expected);
    expect(text).toContain('```yaml\nssl.key_passphrase_path: /etc/fleet-tls/agent-cert-key-passphrase\n```');
  });

  it('leaves fields empty that one-way TLS does not need', () => {
    const fields = values(page('one-way', '9.5'), /^Output for agents on Linux/);
    expect(fields['Server SSL certificate authorities']).toBe('`/etc/fleet-tls/es-ca.pem`');
    expect(fields['Client SSL certificate']).toBe('(leave empty)');
    expect(values(page('one-way', '9.5'), /^Fleet Server host/)['Client auth']).toBe('**None**');
  });

  it('keeps the fields of outputs empty in the releases of 9.1 that misplace them', () => {
    const fields = values(page('mutual', '9.1'), /^Output for agents on Linux/);
    expect(fields['Server SSL certificate authorities']).toBe('(leave empty)');
    expect(page('mutual', '9.1')).toContain(
      '```yaml\nssl:\n  certificate_authorities:\n    - /etc/fleet-tls/es-ca.pem\n',
    );
    expect(page('mutual', '9.1.6')).not.toContain('Leave the SSL fields empty');
  });

  it('has no remote outputs before 8.12', () => {
    expect(page('one-way', '8.11')).not.toContain('Remote Elasticsearch');
    expect(page('one-way', '8.12')).toContain('Remote Elasticsearch');
  });

  it('warns of editing an existing Fleet Server', () => {
    for (const version of ['8.13', '9.5']) {
      expect(page('mutual', version)).toContain(
        '> **Warning:** editing the SSL or proxy settings of a Fleet Server that is in use can cut its agents off',
      );
    }
  });

  it('says where each digest goes', () => {
    const table = rows(page('one-way', '9.5'), /^Fingerprints/).slice(1);
    expect(table.map(([authority, digest, value]) => [authority, digest, value])).toEqual([
      ['es-ca', '`ca_trusted_fingerprint`', `\`${IDENTIFIERS['es-ca']?.caTrustedFingerprint}\``],
      ['es-ca', '`ca_sha256`', `\`${IDENTIFIERS['es-ca']?.caSha256}\``],
      ['fleet-ca', '`ca_sha256`', `\`${IDENTIFIERS['fleet-ca']?.caSha256}\``],
    ]);
    expect(table.map(([, , , where]) => where)).toEqual([
      expect.stringContaining('`--fleet-server-es-ca-trusted-fingerprint`'),
      expect.stringContaining('an output'),
      expect.stringContaining('`--ca-sha256`'),
    ]);
  });

  it('has no digests where none are known', () => {
    expect(fleetUiPage(planFor('one-way', '9.5'), {})).not.toContain('## Fingerprints');
  });

  it('says what other groups of agents must choose, and a way without a licence where there is one', () => {
    const oneWay = page('one-way', '9.5', {});
    expect(oneWay).toContain('That takes a Platinum licence.\n\nWithout it, give the default output the fingerprint');
    expect(page('mutual', '9.5', {})).toContain('That takes a Platinum licence.');
    expect(page('mutual', '9.5', {})).not.toContain('Without it');
  });
});
