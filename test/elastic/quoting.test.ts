import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { installWords, printedCommand } from '../../src/elastic/command.js';
import { listedWords } from '../../src/setup/shell.js';
import { hostileText } from '../text/hostile.js';
import { hostOf, kibana, planFor } from './fixture.js';

describe('a folder of any name', () => {
  const folders = hostileText.filter((text) => !/[\p{Cc},]/u.test(text)).map((text) => `/etc/${text}`);
  const planIn = (posix: string) => planFor('mutual', '9.5', { targetDir: { posix, windows: posix } });

  it('reaches elastic-agent unchanged through the real sh', () => {
    fc.assert(
      fc.property(folders, (folder) => {
        const plan = planIn(folder);
        const host = hostOf(plan, 'fleet-server');
        const input = `sudo() { printf '%s\\0' "$@"; }\n${printedCommand(plan, host)}\n`;
        const { stdout } = spawnSync('sh', [], { input, encoding: 'utf8' });
        expect(stdout.split('\0').slice(0, -1)).toEqual(installWords(plan, host));
      }),
    );
  });

  it('reaches elastic-agent unchanged through PowerShell', () => {
    fc.assert(
      fc.property(folders, (folder) => {
        const plan = planIn(folder);
        const host = hostOf(plan, 'agent', 'win-01');
        const [, ...flags] = printedCommand(plan, host).split(' `\n');
        expect(listedWords(flags.join('\n'))).toEqual(installWords(plan, host).slice(2));
      }),
    );
  });

  it('means itself in kibana.yml', () => {
    fc.assert(
      fc.property(folders, (folder) => {
        const [output] = kibana(planIn(folder))['xpack.fleet.outputs'] as [object];
        expect(output).toHaveProperty('config.ssl.certificate', `${folder}/agent-cert.pem`);
      }),
    );
  });
});
