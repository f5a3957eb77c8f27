import type { Platform } from '../deployment/types.js';
import type { HostRole, PlannedHost } from '../plan/types.js';
import { quotePosix, quotePowerShell } from '../text/quote.js';
import { AGENT_STEPS } from './agent-steps.js';
import { forElasticsearch, forKibana } from './stack-steps.js';
import type { Step, StepInput, Steps } from './step-parts.js';

type Unpack = (zip: string, folder: string) => Step;

const unpackOnPosix: Unpack = (zip, folder) => ({
  text: 'Bring the zip to this host over a connection you trust, and unpack it:',
  language: 'sh',
  code: `unzip ${quotePosix(zip)} && cd ${quotePosix(folder)}`,
});

const UNPACK: Readonly<Record<Platform, Unpack>> = {
  linux: unpackOnPosix,
  macos: unpackOnPosix,
  container: unpackOnPosix,
  windows: (zip, folder) => ({
    text: 'Bring the zip to this host over a connection you trust. In an elevated PowerShell, unpack it:',
    language: 'powershell',
    code: `Expand-Archive ${quotePowerShell(zip)} .\nSet-Location ${quotePowerShell(folder)}`,
  }),
};

/** The first step of a bundle's README, the only one that names the bundle. */
export const unpackStep = ({ id, platform }: PlannedHost, folder: string): Step =>
  UNPACK[platform](`${id}.zip`, folder);

const BY_ROLE: Readonly<Partial<Record<HostRole, Steps>>> = { elasticsearch: forElasticsearch, kibana: forKibana };

/** The steps after it: the same on all hosts of one kind. */
export function stepsFor(input: StepInput): readonly Step[] {
  return (BY_ROLE[input.host.role] ?? AGENT_STEPS[input.host.platform])(input);
}
