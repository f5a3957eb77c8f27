import { CertlabError } from '../errors.js';
import type { Credentials } from '../probe/clients.js';
import { probe } from '../probe/probe.js';
import { parseProxy, parseTarget } from '../probe/target.js';
import type { CommandContext } from './context.js';
import { probeText } from './probe-text.js';
import { judgedVersion } from './stack-version.js';

/** Flags of `probe`, as commander hands them over. */
export interface ProbeFlags {
  readonly bundle?: string;
  readonly ca?: readonly string[];
  readonly cert?: string;
  readonly key?: string;
  readonly passphraseFile?: string;
  readonly proxy?: string;
  readonly stackVersion?: string;
  readonly timeout: string;
  readonly json?: boolean;
}

/**
 * `fleet-certlab probe`: looks at one live server. Ends with 1 when something is found to be wrong.
 *
 * @throws CertlabError ERR_CONNECT when the server cannot be reached, ERR_INPUT and ERR_READ for what was given
 */
export async function runProbe(url: string, flags: ProbeFlags, context: CommandContext): Promise<void> {
  const { terminal, signal, setExitCode } = context;
  const target = parseTarget(url);
  const timeout = parseTimeout(flags.timeout);
  const route = { target, timeout, signal, ...(flags.proxy !== undefined && { proxy: parseProxy(flags.proxy) }) };
  const options = { now: new Date(), fips: false, stackVersion: judgedVersion(flags.stackVersion, terminal) };
  const result = await probe(route, credentialsOf(flags), options);
  terminal.print(flags.json ? JSON.stringify(result, null, 2) : probeText(result, terminal.colour));
  if (result.findings.some(({ severity }) => severity === 'error')) setExitCode(1);
}

const MOST_SECONDS = 600;

function parseTimeout(text: string): number {
  const seconds = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && seconds > 0 && seconds <= MOST_SECONDS) return seconds * 1000;
  throw new CertlabError({
    code: 'ERR_INPUT',
    message: `${JSON.stringify(text)} is no time limit`,
    hint: `give --timeout as seconds, more than 0 and at most ${MOST_SECONDS}`,
  });
}

function credentialsOf({ bundle, ca = [], cert, key, passphraseFile }: ProbeFlags): Credentials {
  if (bundle !== undefined) return { bundle };
  return {
    ca,
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(passphraseFile !== undefined && { passphraseFile }),
  };
}
