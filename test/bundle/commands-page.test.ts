import { describe, expect, it } from 'vitest';
import { renderCommandsPage } from '../../src/bundle/commands-page.js';
import type { Agent, Deployment, Mode } from '../../src/deployment/types.js';
import { installWords } from '../../src/elastic/command.js';
import { HOSTILE_NAMES, planOf } from './fixture.js';

const IDENTIFIERS = {
  'fleet-ca': { caTrustedFingerprint: 'f1'.repeat(32), caSha256: 'ZmxlZXQtY2E=' },
  'agent-ca': { caTrustedFingerprint: 'a1'.repeat(32), caSha256: 'YWdlbnQtY2E=' },
  'es-ca': { caTrustedFingerprint: 'e1'.repeat(32), caSha256: 'ZXMtY2E=' },
};
const page = (mode: Mode, changes: Partial<Deployment> = {}) => renderCommandsPage(planOf(mode, changes), IDENTIFIERS);
const linuxAgents = (count: number): Agent[] =>
  Array.from({ length: count }, (_, index) => ({ name: `agent-${index}`, platform: 'linux', altNames: [] }));
const withoutCode = (text: string) => text.replaceAll(/^```.*?^```$/gms, '');
const headings = (text: string) =>
  withoutCode(text)
    .split('\n')
    .filter((line) => /^#{1,2} /.test(line));

describe('COMMANDS.md', () => {
  it('says before 9.1 alone that the output replaces the certificate of Fleet Server', () => {
    const said = 'Fleet Server presents fleet-es-cert to Elasticsearch until it has its policy';
    expect(page('mutual', { stackVersion: { major: 8, minor: 19 } })).toContain(said);
    expect(page('mutual', { stackVersion: { major: 9, minor: 1 } })).not.toContain(said);
    expect(page('one-way', { stackVersion: { major: 8, minor: 19 } })).not.toContain(said);
  });

  it.each(['one-way', 'mutual'] as const)('holds every word of every install command (%s)', (mode) => {
    const plan = planOf(mode);
    const text = page(mode);
    for (const host of plan.hosts.filter(({ platform }) => platform !== 'container')) {
      for (const word of installWords(plan, host).slice(2))
        expect([host.id, text.includes(word)]).toEqual([host.id, true]);
    }
  });

  it('names the bundle of every host', () => {
    const text = page('mutual', { agents: linuxAgents(40) });
    for (const { id } of planOf('mutual', { agents: linuxAgents(40) }).hosts) {
      expect(text).toContain(`\`bundles/${id}.zip\``);
    }
  });

  it('puts the hosts in the order of installation', () => {
    expect(headings(page('mutual')).slice(1)).toEqual([
      '## In this order',
      '## The words in capitals',
      '## Fingerprints',
      '## Elasticsearch',
      '## Kibana and Fleet',
      '## Fleet Server',
      '## Elastic Agent',
    ]);
  });

  it('says where each fingerprint goes', () => {
    const text = page('mutual');
    expect(text).toMatch(/\| es-ca \| `ca_trusted_fingerprint` \| `(e1){32}` \| .*CA trusted fingerprint/);
    expect(text).toMatch(/\| es-ca \| `ca_sha256` \| `ZXMtY2E=` \| .*`ca_sha256`/);
    expect(text).toMatch(/\| fleet-ca \| `ca_sha256` \| `ZmxlZXQtY2E=` \| .*`--ca-sha256`/);
    expect(text.split('## Fingerprints')).toHaveLength(2);
  });

  it('warns where SSL settings of a Fleet Server may be edited', () => {
    const [, fleet = '', server = ''] = page('mutual').split(/^## (?:Kibana and Fleet|Fleet Server)$/m);
    expect(fleet).toMatch(/^\s+> \*\*Warning:\*\* .*cut its agents off/);
    expect(server).toMatch(/^\s+> \*\*Warning:\*\* .*cut its agents off/);
  });

  it('holds no encryption key', () => {
    expect(page('mutual')).toContain(
      'xpack.encryptedSavedObjects.encryptionKey: THE-KEY-IN-SETTINGS-OF-THE-BUNDLE-OF-KIBANA',
    );
  });

  it('shows agents with the same command once, each platform by itself', () => {
    const titles = page('mutual', {
      agents: [
        ...linuxAgents(3),
        { name: 'win', platform: 'windows', altNames: [] },
        { name: 'mac', platform: 'macos', altNames: [] },
        { name: 'pod', platform: 'container', altNames: [] },
      ],
    })
      .split('## Elastic Agent\n')[1]
      ?.split('\n')
      .filter((line) => line.startsWith('### '));
    expect(titles).toEqual([
      '### 3 agents on Linux',
      '### 1 agent on Windows',
      '### 1 agent on macOS',
      '### 1 agent in containers',
    ]);
  });

  it('does not grow with 2,000 agents but by their names, folded away', () => {
    const few = page('mutual', { agents: linuxAgents(20) });
    const many = page('mutual', { agents: linuxAgents(2000) });
    expect(many).toContain('<summary>2000 bundles, with the same command for each</summary>');
    expect(many.split('--enrollment-token=')).toHaveLength(2);
    const outside = (text: string) => text.replace(/<details>.*?<\/details>/s, '').replaceAll(/\d+ agents/g, 'agents');
    expect(outside(many)).toBe(outside(few));
    expect(Math.max(...many.split('\n').map((line) => line.length))).toBeLessThan(500);
  });

  it.each(HOSTILE_NAMES)('keeps the structure of the page with a deployment called %j', (name) => {
    expect(headings(page('mutual', { name })).slice(1)).toEqual(headings(page('mutual')).slice(1));
    expect(withoutCode(page('mutual', { name }))).not.toMatch(/(?<!`)<script/);
  });
});
