import type { KeyType } from '../x509/write/types.js';
import type { Parsed } from './parsers.js';
import { meets } from './requirements.js';
import type { ClientAuth, Deployment, Mode, PassphraseChoice, StackVersion } from './types.js';

/** What holds where nothing was answered, and does not depend on other answers. */
export const DEFAULTS = {
  name: 'fleet',
  fleetPort: 8220,
  /** The longest that Apple's platforms accept from a private authority (support.apple.com/103769). */
  days: 825,
  caDays: 3650,
  kdfIterations: { generated: 2048, given: 600_000 },
  targetDir: { posix: '/etc/fleet-tls', windows: 'C:\\ProgramData\\fleet-tls' },
} as const;

/** Mutual mode asks every client for a certificate. */
export function defaultClientAuth(mode: Mode): ClientAuth {
  return mode === 'mutual' ? 'required' : 'none';
}

/** Elastic Defend reads EC keys from 9.1 on. Authorities live longer than what they sign, hence their longer RSA keys. */
export function keyTypesFor(answer: Parsed<'key-type'>, version: StackVersion): Deployment['keyTypes'] {
  if (answer !== 'auto') return { authority: answer, leaf: answer };
  const same = (type: KeyType) => ({ authority: type, leaf: type });
  return meets(version, 'ec-key') ? same('ec-p256') : { authority: 'rsa-3072', leaf: 'rsa-2048' };
}

/** Agents have keys in mutual mode; they are encrypted where the version and the build can open them. */
export function defaultAgentKeyPassphrase(
  deployment: Pick<Deployment, 'mode' | 'fips' | 'stackVersion'>,
): PassphraseChoice {
  const { mode, fips, stackVersion } = deployment;
  return mode === 'mutual' && !fips && meets(stackVersion, 'agent-key-passphrase') ? 'generate' : 'none';
}
