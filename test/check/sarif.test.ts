import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sarifLog } from '../../src/cli/sarif.js';
import { check } from '../../src/proof/check.js';
import { RULES } from '../../src/rules/index.js';

const message = z.strictObject({ text: z.string().min(1) });
const level = z.enum(['none', 'note', 'warning', 'error']);
const artifactLocation = z.strictObject({
  uri: z.string().refine((uri) => URL.canParse(uri, 'file:///')),
  uriBaseId: z.string().optional(),
});
const descriptor = z.strictObject({
  id: z.string(),
  shortDescription: message,
  fullDescription: message,
  help: message,
  defaultConfiguration: z.strictObject({ level }),
});
const location = z.strictObject({
  physicalLocation: z
    .strictObject({ artifactLocation, region: z.strictObject({ startLine: z.int().min(1) }).optional() })
    .optional(),
  logicalLocations: z.array(z.strictObject({ fullyQualifiedName: z.string() })),
});
const result = z.strictObject({
  ruleId: z.string(),
  ruleIndex: z.int().min(0),
  level,
  message,
  locations: z.array(location).min(1),
});
/** The properties of SARIF 2.1.0 that this program writes, and no others (sections 3.13, 3.14, 3.19, 3.27, 3.28, 3.49). */
const SARIF = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.array(
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({ name: z.string(), version: z.string(), rules: z.array(descriptor) }),
      }),
      originalUriBaseIds: z.record(z.string(), z.strictObject({ uri: z.url().endsWith('/') })),
      results: z.array(result),
    }),
  ),
});

const SCRIPT = 'echo hello\nelastic-agent install --url=https://fleet.example.com:8220 -t T \\ \n  --insecure\n';
const OPTIONS = { root: '/nowhere', stackVersion: { major: 9, minor: 5 }, fips: false, now: new Date() };

describe('SARIF', () => {
  it('names the file and the line of a finding', async () => {
    const found = await check({ handed: [{ name: 'hosts/a.sh', text: SCRIPT }] }, OPTIONS);
    const [run] = SARIF.parse(sarifLog(found, '1.2.3', '/srv/repository')).runs;
    expect(run!.originalUriBaseIds.SRCROOT?.uri).toBe('file:///srv/repository/');
    const broken = run!.results.find(({ ruleId }) => ruleId === 'line-continuation-broken');
    expect(broken?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'hosts/a.sh', uriBaseId: 'SRCROOT' },
      region: { startLine: 2 },
    });
    for (const { ruleId, ruleIndex } of run!.results) {
      expect(run!.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
      expect(RULES).toHaveProperty(ruleId);
    }
  });

  it('has no file for the command line itself', async () => {
    const found = await check({ command: ['elastic-agent', 'install', '--insecure'] }, OPTIONS);
    const { results } = SARIF.parse(sarifLog(found, '1.2.3', '/srv')).runs[0]!;
    expect(results.length).toBeGreaterThan(0);
    for (const { locations } of results) expect(locations[0]).not.toHaveProperty('physicalLocation');
  });

  it('is the answer of nothing found, too', () => {
    const log = SARIF.parse(sarifLog({ sources: [], findings: [], handshakes: [] }, '1.2.3', '/srv'));
    expect(log.runs[0]!.results).toEqual([]);
  });
});
