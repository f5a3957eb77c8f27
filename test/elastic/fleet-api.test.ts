import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { curlCommands, fleetApiFiles } from '../../src/elastic/fleet-api.js';
import { planFor } from './fixture.js';

const SHELLCHECK = spawnSync('shellcheck', ['--version']).status === 0;

describe('the script for the Fleet API', () => {
  const plan = planFor('mutual', '9.5');

  it.skipIf(!SHELLCHECK)('passes shellcheck, with and without the address of Kibana [needs shellcheck]', () => {
    const { kibana: _, ...unnamed } = plan.deployment;
    for (const one of [plan, { ...plan, deployment: unnamed }]) {
      const { stdout } = spawnSync('shellcheck', ['-'], { input: curlCommands(one), encoding: 'utf8' });
      expect(stdout).toBe('');
    }
  });

  /** Runs the script with a curl that only writes down its arguments and its input. */
  function run(environment: NodeJS.ProcessEnv) {
    const folder = mkdtempSync(join(tmpdir(), 'elastic-'));
    try {
      const log = join(folder, 'log');
      writeFileSync(log, '');
      writeFileSync(join(folder, 'curl'), `#!/bin/sh\n{ printf '%s ' "$@"; printf '\\n'; cat; } >>'${log}'\n`, {
        mode: 0o755,
      });
      const PATH = `${folder}${delimiter}${process.env.PATH}`;
      const { status, stderr } = spawnSync('sh', [], {
        input: curlCommands(plan),
        encoding: 'utf8',
        env: { PATH, ...environment },
      });
      return { status, stderr, log: readFileSync(log, 'utf8') };
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  it('sends every body to its endpoint, and shows the key to nobody', () => {
    const { status, stderr, log } = run({ KIBANA_API_KEY: 'c2VjcmV0' });
    expect([status, stderr]).toEqual([0, '']);
    const lines = log.trim().split('\n');
    const files = fleetApiFiles(plan);
    expect(lines.length).toBe(2 * files.length);
    files.forEach(({ path, endpoint }, index) => {
      expect(lines[2 * index]).toContain(`https://kibana.example.com:5601${endpoint} `);
      expect(lines[2 * index]).toContain(`@${path} `);
      expect(lines[2 * index]).not.toContain('c2VjcmV0');
      expect(lines[2 * index + 1]).toBe('Authorization: ApiKey c2VjcmV0');
    });
  });

  it('sends nothing without a key', () => {
    const { status, stderr, log } = run({});
    expect(status).not.toBe(0);
    expect(stderr).toContain('KIBANA_API_KEY');
    expect(log).toBe('');
  });
});
