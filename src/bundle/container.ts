import type { StackVersion } from '../deployment/types.js';
import { renderContainerEnv } from '../elastic/command.js';
import type { Plan, PlannedHost } from '../plan/types.js';
import { quoteEnvFile, quoteYaml } from '../text/quote.js';
import type { Answer } from './answers.js';
import { PRIVATE, PUBLIC, textFile } from './files.js';
import type { BundleContext } from './settings.js';
import { renderTemplate } from './templates.js';
import type { OutputFile } from './types.js';

/** The environment of an agent in a container. */
export function environmentFile(
  plan: Plan,
  host: PlannedHost,
  answers: readonly Answer[],
  context: BundleContext,
): OutputFile {
  const environment = answers.reduce(
    (text, { token, placeholder }) => {
      const value = token && context[token];
      return value === undefined ? text : text.replace(placeholder, () => quoteEnvFile(value));
    },
    renderContainerEnv(plan, host),
  );
  return textFile('agent.env', PRIVATE, environment);
}

/** Longest name that a Linux host can have (sethostname(2)). */
const HOSTNAME_LIMIT = 64;

/** The service that runs the agent with this environment and mounts its files. */
export function composeFile(plan: Plan, host: PlannedHost): OutputFile {
  const page = renderTemplate('compose.yml', {
    id: host.id,
    ...(host.name.length <= HOSTNAME_LIMIT && { hostname: quoteYaml(host.name) }),
    targetDir: quoteYaml(host.targetDir),
    image: imageFor(plan.deployment.stackVersion),
  });
  return textFile('compose.yml', PUBLIC, page);
}

/** A minor version has no image of its own; its first release may not be newer than the Fleet Server that is there. */
const imageFor = ({ major, minor, patch = 0 }: StackVersion): string =>
  `elastic/elastic-agent:${major}.${minor}.${patch}`;
