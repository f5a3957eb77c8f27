import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

describe('the packed package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-certlab-package-'));
  const installed = join(folder, 'node_modules/fleet-certlab');
  const run = (...words: string[]) =>
    execFileSync(join(folder, 'node_modules/.bin/fleet-certlab'), words, { cwd: folder, encoding: 'utf8' });

  beforeAll(() => {
    const npm = (cwd: string, ...words: string[]) =>
      execFileSync('npm', words, { cwd, encoding: 'utf8', stdio: 'pipe' });
    // The build is there already: building again would pull the program from under the tests beside this one.
    const [packed] = JSON.parse(npm(REPOSITORY, 'pack', '--ignore-scripts', '--json', '--pack-destination', folder));
    // npm installs into the nearest folder that says it is a package.
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    const quiet = ['--no-audit', '--no-fund', '--prefer-offline'];
    npm(folder, 'install', '--omit=dev', ...quiet, join(folder, packed.filename));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds the program, its templates and its documents, and no sources or tests', () => {
    for (const path of ['dist/main.js', 'templates', 'docs', 'README.md', 'LICENSE']) {
      expect([path, existsSync(join(installed, path))]).toEqual([path, true]);
    }
    const names = readdirSync(installed, { recursive: true, encoding: 'utf8' });
    expect(names.filter((name) => name.endsWith('.ts') || /^(src|test|bench)\b/.test(name))).toEqual([]);
  });

  it('runs without the sources: prints its version and makes a deployment that is proved', () => {
    expect(run('--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
    const urls = ['--fleet-url', 'https://fleet.example.com:8220', '--es-url', 'https://es.example.com:9200'];
    run('create', '--mode', 'mutual', ...urls, '--agent', 'web-01', '--yes');
    expect(readdirSync(join(folder, 'output/fleet/bundles')).sort()).toEqual([
      'agent-web-01.zip',
      'elasticsearch-es.example.com.zip',
      'fleet-server-fleet.example.com.zip',
      'kibana-kibana.zip',
    ]);
    expect(JSON.parse(run('verify', 'output/fleet', '--json')).ok).toBe(true);
  });
});
