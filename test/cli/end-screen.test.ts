import { expect, it } from 'vitest';
import { endScreen } from '../../src/cli/end-screen.js';
import type { Platform } from '../../src/deployment/types.js';
import { planDeployment } from '../../src/plan/plan.js';
import { deployment } from '../helpers/deployment.js';
import { fakeTerminal } from '../helpers/terminal.js';

function screen(platforms: readonly Platform[]): string {
  const agents = platforms.map((platform) => ({ name: `on-${platform}`, platform, altNames: [] }));
  const plan = planDeployment(deployment({ agents }), new Date('2026-01-02T03:04:05Z'));
  return endScreen({ plan, folder: '/output/fleet', terminal: fakeTerminal() });
}

it.each([
  [['linux', 'macos'], 'install.sh.'],
  [['linux', 'windows'], 'install.sh (on Windows install.ps1).'],
  [['container'], 'install.sh (for a container docker compose up).'],
  [['windows', 'container'], 'install.sh (on Windows install.ps1, for a container docker compose up).'],
] as const)('the end screen for agents on %j names the ways to install: %s', (platforms, ways) => {
  expect(screen(platforms).split('\n')).toContain(ways);
});
