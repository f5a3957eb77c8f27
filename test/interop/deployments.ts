import type { Deployment } from '../../src/deployment/types.js';

/** What the judges are shown: each mode, key type and profile once. */
export const DEPLOYMENTS: Readonly<Record<string, Partial<Deployment>>> = {
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
};

export const FIPS: Partial<Deployment> = {
  keyTypes: { authority: 'rsa-2048', leaf: 'rsa-2048' },
  agentKeyPassphrase: 'none',
  fips: true,
};
