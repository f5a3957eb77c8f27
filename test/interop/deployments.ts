import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Deployment } from '../../src/deployment/types.js';
import { writeBundles } from '../prove/fixture.js';

/** What the judges are shown: each mode, key type and profile. */
const DEPLOYMENTS = {
  'one-way': { mode: 'one-way', clientAuth: 'none', esClientAuth: 'none', agentKeyPassphrase: 'none' },
  mutual: {},
  'mutual RSA for 8.16': {
    keyTypes: { authority: 'rsa-2048', leaf: 'rsa-2048' },
    stackVersion: { major: 8, minor: 16 },
  },
  'mutual P-384, every key encrypted that can be': {
    keyTypes: { authority: 'ec-p384', leaf: 'ec-p384' },
    fleetKeyPassphrase: 'generate',
    esKeyPassphrase: 'generate',
  },
  optional: { clientAuth: 'optional', esClientAuth: 'optional' },
  FIPS: {
    keyTypes: { authority: 'rsa-2048', leaf: 'rsa-2048' },
    agentKeyPassphrase: 'none',
    fips: true,
  },
} as const satisfies Readonly<Record<string, Partial<Deployment>>>;

export type DeploymentName = keyof typeof DEPLOYMENTS;
export const DEPLOYMENT_NAMES = Object.keys(DEPLOYMENTS) as readonly DeploymentName[];

/** @returns their folders by name */
export async function createDeployments(to: string): Promise<Record<string, string>> {
  const folders: Record<string, string> = {};
  for (const [index, name] of DEPLOYMENT_NAMES.entries()) {
    folders[name] = join(to, String(index));
    await rename(await writeBundles({ overrides: DEPLOYMENTS[name] }), folders[name]);
  }
  return folders;
}
