import { describe, expect, it } from 'vitest';
import type { Proof, ProvenLink } from '../../src/proof/types.js';
import { renderReport } from '../../src/report/page.js';
import type { Finding } from '../../src/rules/types.js';
import { agents, inventory, NOW } from './fixture.js';
import { proofCase, proofOf } from './proof.js';

const made = inventory({ agents: agents(3) });

/** The page's text without its styles, scripts and tags. */
const report = (changes: Partial<Proof> = {}): string =>
  renderReport({ inventory: made, proof: proofOf(made, changes), now: NOW })
    .replace(/<(style|script)>.*?<\/\1>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ');

const failed = proofCase({
  outcome: 'refuse',
  reason: 'client: SELF_SIGNED_CERT_IN_CHAIN',
  ok: false,
});

describe('the report', () => {
  it('says in one sentence whether the deployment is proved', () => {
    expect(report()).toContain('Proved: every link works');
    expect(report({ cases: [failed], ok: false })).toContain('Not proved: 1 case did not end as they must.');
    expect(report({ cases: [], ok: false })).toContain('Nothing was proved');
  });

  it('says how many cases no handshake can show', () => {
    const cases = [failed, proofCase({ case: 'after-validity', tls: 'rule' })];
    expect(report({ cases, ok: false })).toContain('of 2 cases, 1 of them decided without a handshake');
    expect(report({ cases: [failed], ok: false })).not.toContain('without a handshake');
  });

  it('shows each failed case once, with all its clients, why it failed and what to do', () => {
    const cases = made.hosts.filter(({ role }) => role === 'agent').map(({ id }) => ({ ...failed, client: id }));
    const text = report({ cases, ok: false });
    expect(text.match(/must work and was refused/g)).toHaveLength(1);
    expect(text).toContain('agent-web-0001.example.com, agent-web-0002.example.com, agent-web-0003.example.com');
    expect(text).toContain('cause none of the authorities that this end trusts signed what the other end shows');
    expect(text).toContain('fix name the authority that signed it');
  });

  it('says what it means when somebody is let in', () => {
    const cases = [proofCase({ case: 'client-of-es-ca', expected: 'refuse', ok: false })];
    const text = report({ cases, ok: false });
    expect(text).toContain('agent → Fleet Server: a client shows a certificate of es-ca client-of-es-ca');
    expect(text).toContain('must be refused and was accepted');
    expect(text).toContain('the server trusts es-ca for clients');
  });

  it('says once that one end refuses before the other can', () => {
    const hidden = { ...failed, expected: 'refuse', outcome: 'refuse' } as const;
    const cases = ['stranger-client', 'no-client-certificate'].map((id) => ({ ...hidden, case: id }));
    const text = report({ cases, ok: false });
    expect(text.match(/refused by the other end/g)).toHaveLength(1);
    expect(text).toContain("a stranger's authority copied every name of the client; a client shows no certificate");
  });

  it('shows each finding with where it is, what is seen, its cause and fix', () => {
    const finding: Finding = {
      rule: 'passphrase-trailing-newline',
      severity: 'error',
      where: 'agent-web-0001: certs/agent-cert-key-passphrase',
      seen: { program: 'elastic-agent', text: 'pkcs8: incorrect password' },
      cause: 'there is a line end in the passphrase file',
      fix: 'write it without one',
    };
    const findings = [finding, { ...finding, where: 'agent-web-0002: certs/agent-cert-key-passphrase' }];
    const text = report({ findings, ok: false });
    expect(text).toContain('there is a line end in the passphrase file (2 places) passphrase-trailing-newline');
    expect(text).toContain(`where ${findings[0]!.where}, ${findings[1]!.where}`);
    expect(text).toContain('seen pkcs8: incorrect password (elastic-agent) fix write it without one');
  });

  it('counts in the matrix what failed', () => {
    const cases = [failed, ...proofOf(made).cases];
    expect(report({ cases, ok: false })).toContain('as it is configured ✗ 1 of 4 ✓ works 3');
  });

  it('shows every certificate with its names, issuer, serial, fingerprints and what is left of it', () => {
    const text = report();
    for (const record of [...made.authorities, ...made.hosts.flatMap(({ certificates }) => certificates)]) {
      expect(text).toContain(`serial ${record.serial}`);
      expect(text).toContain(record.sha256);
      expect(text).toContain(record.sha1);
      expect(text).toContain(`validity ${record.notBefore} to ${record.notAfter}`);
      expect(text).toContain(record.subjectAltNames.join(', '));
    }
    for (const { spkiSha256 } of made.authorities) expect(text).toContain(`as in ca_sha256 ${spkiSha256}`);
    expect(text).toContain('until 2029-02-26, 824 days left');
  });

  it('tells the links as the bundles configure them, and counts those that say the same', () => {
    const link: ProvenLink = {
      id: 'agent-to-fleet-server',
      client: 'agent-web-0001',
      server: 'fleet-server-fleet.example.com',
      serverName: 'fleet.example.com',
      serverShows: 'fleet-cert',
      clientTrusts: ['fleet-ca'],
      clientAuth: 'required',
      clientShows: 'agent-cert',
      serverTrusts: ['fleet-ca', 'agent-ca'],
    };
    const { clientShows: _, ...anonymous } = link;
    const links = [link, { ...link, client: 'agent-web-0002' }, { ...anonymous, clientAuth: 'none' } as const];
    const text = report({ links });
    expect(text).toContain('agent → Fleet Server fleet-cert fleet-ca required agent-cert fleet-ca, agent-ca 2');
    expect(text).toContain('agent → Fleet Server fleet-cert fleet-ca none none none 1');
  });

  it('writes a command once for all hosts that run it', () => {
    const text = report();
    expect(text.match(/--tag=linux/g)).toHaveLength(1);
    expect(text).toContain('web-0001.example.com, web-0002.example.com, web-0003.example.com');
    expect(text).toContain('No command for fleet.example.com, es.example.com, kibana');
  });

  it('shows characters that hide in names as what they are', () => {
    const cases = [
      proofCase({ client: 'agent-\u202egnp.exe\u0000', reason: 'server: \u001b[31m', outcome: 'refuse', ok: false }),
    ];
    const page = renderReport({ inventory: made, proof: proofOf(made, { cases, ok: false }), now: NOW });
    expect(page).toContain('agent-\\u{202e}gnp.exe\\u{0}');
    expect(page).toContain('server: \\u{1b}[31m');
  });

  it('forbids everything that it does not bring along', () => {
    const page = renderReport({ inventory: made, proof: proofOf(made), now: NOW });
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)!;
    expect(policy).toContain('default-src &#39;none&#39;');
    expect(policy).not.toContain('unsafe');
    expect(page.replaceAll('http://www.w3.org/2000/svg', '').match(/(src|href)="(?!#|data:,")[^"]*"/g)).toBeNull();
    expect(page).not.toMatch(/ style="| on[a-z]+="/);
  });
});
