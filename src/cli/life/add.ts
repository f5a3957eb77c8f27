import type { Answers } from '../../deployment/answers.js';
import { CertlabError } from '../../errors.js';
import { reanswer } from '../../make/answer.js';
import { openDeployment } from '../../make/open.js';
import { updateFor } from '../../make/update-for.js';
import type { CommandContext } from '../context.js';
import { beginRun, runUpdate, type UpdateFlags } from './run-update.js';

/**
 * `fleet-certlab add`: issues what is new with the CAs that exist. Other bundles stay as they are.
 *
 * @throws CertlabError ERR_USAGE when nothing is to be added, and as reanswer and runUpdate do
 */
export async function runAdd(
  folder: string,
  answers: Answers,
  flags: UpdateFlags,
  context: CommandContext,
): Promise<void> {
  if (Object.keys(answers).length === 0) {
    throw new CertlabError({
      code: 'ERR_USAGE',
      message: 'add needs something to add',
      hint: 'use --agent, --agents-file, --fleet-url, --es-url, --kibana-url or --san',
    });
  }
  const run = beginRun(flags, context);
  const open = await openDeployment(folder);
  refuseSecondKibana(open.deployment.kibana?.url, answers);
  const { deployment, secrets, notices, deploymentYml } = await reanswer(open, answers, run.sources);
  const update = updateFor(open, deployment, { now: run.now });
  const what = Object.entries(answers).map(([name, value]) => `--${name} ${[value].flat().map(String).join(' ')}`);
  await runUpdate(
    { open, update, notices, secrets, deploymentYml, entry: { command: 'add', what: what.join(' ') } },
    run,
  );
}

function refuseSecondKibana(known: string | undefined, answers: Answers): void {
  if (known === undefined || answers['kibana-url'] === undefined) return;
  throw new CertlabError({
    code: 'ERR_INPUT',
    message: `the deployment has a Kibana already: ${known}`,
    hint: 'a deployment has one Kibana URL; give further names of that host with --san',
  });
}
