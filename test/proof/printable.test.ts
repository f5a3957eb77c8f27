import { describe, expect, it } from 'vitest';
import { environmentText, powerShellCommand, shellCommand } from '../../src/proof/printable.js';
import { proveDeployment } from '../../src/proof/prove.js';
import { writeBundles } from './fixture.js';

describe('an install command for people', () => {
  it('is what sh runs, one flag a line', () => {
    expect(shellCommand(['elastic-agent', 'install', '--url=https://f:8220', "--tag=it's"])).toBe(
      ['sudo elastic-agent install', '  --url=https://f:8220', "  '--tag=it'\\''s'"].join(' \\\n'),
    );
  });

  it('quotes for PowerShell what it would make a list of', () => {
    expect(powerShellCommand(['elastic-agent', 'install', '--url=https://f:8220', '--c=C:\\a.pem,C:\\b.pem'])).toBe(
      ['.\\elastic-agent.exe install', '  --url=https://f:8220', "  '--c=C:\\a.pem,C:\\b.pem'"].join(' `\n'),
    );
  });

  it.each([
    shellCommand(['elastic-agent', 'install', '--enrollment-token=s3cret', '--fleet-server-service-token=s3cret']),
    powerShellCommand(['elastic-agent', 'install', '--enrollment-token=s3cret']),
    environmentText('FLEET_ENROLLMENT_TOKEN=s3cret\nKIBANA_FLEET_PASSWORD=s3cret\nELASTICSEARCH_API_KEY="s3cret"\n'),
  ])('never holds a secret: %#', (text) => {
    expect(text).not.toContain('s3cret');
    expect(text).toMatch(/TOKEN/);
  });

  it('has the same placeholders in an environment file', () => {
    expect(environmentText('FLEET_ENROLLMENT_TOKEN=s3cret\nFLEET_SERVER_SERVICE_TOKEN=s3cret')).toBe(
      'FLEET_ENROLLMENT_TOKEN=ENROLLMENT-TOKEN\nFLEET_SERVER_SERVICE_TOKEN=FLEET-SERVER-SERVICE-TOKEN',
    );
  });

  it('keeps what names the file of a passphrase', () => {
    const line = 'FLEET_SERVER_CERT_KEY_PASSPHRASE=/etc/fleet-tls/fleet-cert-key-passphrase';
    expect(environmentText(`# a comment\n${line}\n`)).toBe(line);
  });

  it('is read back from every bundle that installs Elastic Agent', async () => {
    const { installs } = await proveDeployment([await writeBundles()], { now: new Date() });
    expect(installs.map(({ bundle, file }) => `${bundle} ${file}`).sort()).toEqual([
      'agent-pod-01 agent.env',
      'agent-web-01 install.sh',
      'agent-win-01 install.ps1',
      'fleet-server-fleet.example.com install.sh',
    ]);
    expect(installs.find(({ bundle }) => bundle === 'agent-web-01')!.command).toContain(
      '--enrollment-token=ENROLLMENT-TOKEN',
    );
  });
});
