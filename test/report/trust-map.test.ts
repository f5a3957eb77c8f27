import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../src/deployment/types.js';
import { renderTrustMap } from '../../src/report/trust-map.js';
import { agents, inventory, NOW, oneWay } from './fixture.js';

const DAY = 86_400_000;
const map = (overrides: Partial<Deployment> = {}, days = 0): string =>
  renderTrustMap(inventory(overrides), new Date(NOW.getTime() + days * DAY));

/** What is written in the picture, in the order of the document, without what only readers of titles get. */
const texts = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/gs)].map(([, text]) => text!.replace(/<title>.*?<\/title>/s, ''));

const description = (svg: string): string => /<desc[^>]*>(.*?)<\/desc>/s.exec(svg)![1]!;

/** What stands between one link's title and the next one. */
function drawn(svg: string, title: string): string[] {
  const all = texts(svg);
  const begin = all.indexOf(title);
  return all.slice(begin + 1, begin + 6);
}

describe('the map', () => {
  it('says for each link who shows what and who trusts what', () => {
    const svg = map();
    expect(drawn(svg, 'agent → Fleet Server')).toEqual([
      'fleet-cert',
      'fleet-ca',
      'agent-cert',
      'agent-ca',
      'client certificate required',
    ]);
    expect(drawn(svg, 'Fleet Server → Elasticsearch').slice(0, 4)).toEqual([
      'es-cert',
      'es-ca',
      'fleet-es-cert',
      'es-ca',
    ]);
    expect(drawn(svg, 'agent → Elasticsearch (its output)').slice(0, 4)).toEqual([
      'es-cert',
      'es-ca',
      'agent-cert',
      'agent-ca',
    ]);
    expect(drawn(svg, 'Kibana → Elasticsearch').slice(0, 4)).toEqual(['es-cert', 'es-ca', 'kibana-es-cert', 'es-ca']);
    expect(drawn(svg, 'its own agent → localhost:8221').slice(2, 4)).toEqual(['agent-cert', 'agent-ca']);
  });

  it('says the same to those who do not see it', () => {
    expect(description(map())).toContain(
      'agent → Fleet Server: the server shows fleet-cert, trusted by fleet-ca; client authentication required: ' +
        'the client shows agent-cert, trusted by agent-ca.',
    );
    expect(description(map(oneWay)).match(/no client certificate is asked for/g)).toHaveLength(5);
  });

  it('tells one-way, optional and required client authentication apart', () => {
    expect(drawn(map(oneWay), 'agent → Fleet Server')[2]).toBe('no client certificate asked for');
    expect(texts(map(oneWay)).join()).not.toMatch(/agent-ca|agent-cert|fleet-es-cert/);
    const optional = map({ clientAuth: 'optional' });
    expect(drawn(optional, 'agent → Fleet Server')[4]).toBe('client certificate optional');
    expect(drawn(optional, 'Kibana → Elasticsearch')[4]).toBe('client certificate required');
  });

  it.each([
    [0, 'until 2029-02-26, 824 days left', 'f-quiet'],
    [800, 'until 2029-02-26, 24 days left', 'f-soon'],
    [900, 'until 2029-02-26, expired', 'f-bad'],
    [-1, 'from 2026-11-24, not valid yet', 'f-bad'],
  ])('%i days after it was made it says how long certificates are valid', (days, words, colour) => {
    expect(map({}, days)).toMatch(new RegExp(`<text class="small ${colour}"[^>]*>${words}</text>`));
  });

  it('counts agents it has no room to name', () => {
    const large = texts(map({ agents: agents(2000) }));
    expect(large).toContain('2,000 hosts');
    expect(large).toContain('1,760 linux, 200 windows');
    expect(large).toContain('agent-cert × 2,000');
    const named = large.filter((text) => /^web-\d+/.test(text)).length;
    expect(large).toContain(`and ${(2000 - named).toLocaleString('en-GB')} more`);
    expect(map({ agents: agents(2000) }).length).toBeLessThan(40_000);
  });

  it('names the certificate that ends first, not the first one', () => {
    const made = inventory({ agents: agents(3) });
    const [last] = made.hosts.slice(-1);
    const hosts = made.hosts.map((host) =>
      host === last
        ? { ...host, certificates: host.certificates.map((one) => ({ ...one, notAfter: '2027-01-02T00:00:00Z' })) }
        : host,
    );
    expect(texts(renderTrustMap({ ...made, hosts }, NOW))).toContain('until 2027-01-02, 38 days left');
  });

  it('says it when no agent has a bundle', () => {
    expect(texts(map({ agents: [] }))).toContain('no bundle was made');
  });

  it('asks for nothing from elsewhere', () => {
    expect(map().replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/https?:|href|@import|url\(/);
  });
});
