import { describe, expect, it } from 'vitest';
import type { Deployment, Platform } from '../../src/deployment/types.js';
import { fleetUiPage } from '../../src/elastic/fleet-ui.js';
import { outputNotices, outputToChoose } from '../../src/elastic/outputs.js';
import { IDENTIFIERS, planFor } from './fixture.js';

const withAgents = (platforms: readonly Platform[], changes: Partial<Deployment> = {}) =>
  planFor('mutual', '9.5', {
    agents: platforms.map((platform) => ({ name: `on-${platform}`, platform, altNames: [] })),
    ...changes,
  });

describe('the certificate that Fleet Server presents to Elasticsearch', () => {
  const codes = (...plan: Parameters<typeof planFor>) => outputNotices(planFor(...plan)).map(({ code }) => code);

  it('is replaced by the output before 9.1, which is said', () => {
    expect(codes('mutual', '8.19')).toContain('fleet-server-presents-agent-cert');
    expect(codes('mutual', '9.0')).toContain('fleet-server-presents-agent-cert');
  });

  it('stays where the Fleet Server host names it, and where nobody asks for one', () => {
    expect(codes('mutual', '9.1')).not.toContain('fleet-server-presents-agent-cert');
    expect(codes('one-way', '8.19')).not.toContain('fleet-server-presents-agent-cert');
  });
});

describe('agents that the default output does not fit', () => {
  it('are named, with what the choice of another output takes', () => {
    const [notice, ...others] = outputNotices(withAgents(['linux', 'windows', 'container']));
    expect(others).toEqual([]);
    expect(notice?.message).toMatch(/^agents on Windows and agents in containers need outputs of their own/);
    expect(notice?.message).toContain('Platinum licence');
  });

  it.each([
    ['on Linux and macOS, which it fits', ['linux', 'macos'], {}],
    ['in containers, where no key has a passphrase', ['container'], { agentKeyPassphrase: 'none' }],
  ] as const)('are not those %s', (_which, platforms, changes) => {
    const plan = withAgents(platforms, changes);
    expect(outputNotices(plan)).toEqual([]);
    for (const platform of platforms) expect(outputToChoose(plan, platform)).toBeUndefined();
  });

  it('leave something to do in the Fleet UI whatever was merged', () => {
    const sentence = (platforms: readonly Platform[]) =>
      /was run, (.*) to do here/.exec(fleetUiPage(withAgents(platforms), IDENTIFIERS))?.[1];
    expect(sentence(['linux'])).toBe('nothing is left');
    expect(sentence(['linux', 'windows'])).toBe("only the choice of output in agents' policies is left");
  });
});
