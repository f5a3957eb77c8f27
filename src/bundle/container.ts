import type { StackVersion } from '../deployment/types.js';
import { renderContainerEnv } from '../elastic/command.js';
import type { Plan, PlannedHost } from '../plan/types.js';
import { quoteEnvFile, quoteYaml } from '../text/quote.js';
import type { Answer } from './answers.js';
import { PRIVATE, PUBLIC, textFile } from './files.js';
import type { BundleContext } from './settings.js';
import { renderTemplate } from './templates.js';
import type { OutputFile } from './types.js';

/** What runs an agent in a container: its environment, and the service that mounts its files. */
export function containerFiles(
  plan: Plan,
  host: PlannedHost,
  answers: readonly Answer[],
  context: BundleContext,
): OutputFile[] {
  const environment = answers.reduce(
    (text, { token, placeholder }) => {
      const value = token && context[token];
      return value === undefined ? text : text.replace(placeholder, () => quoteEnvFile(value));
    },
    renderContainerEnv(plan, host),
  );
  return [
    textFile('agent.env', PRIVATE, environment),
    textFile(
      'compose.yml',
      PUBLIC,
      renderTemplate('compose.yml', {
        id: host.id,
        targetDir: quoteYaml(host.targetDir),
        image: imageFor(plan.deployment.stackVersion),
      }),
    ),
  ];
}

/** A minor version has no image of its own; its first release may not be newer than the Fleet Server that is there. */
const imageFor = ({ major, minor, patch = 0 }: StackVersion): string =>
  `elastic/elastic-agent:${major}.${minor}.${patch}`;
