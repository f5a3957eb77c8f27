import { nearest } from '../../deployment/nearest.js';
import { shown } from '../../deployment/shown.js';
import { CertlabError } from '../../errors.js';
import { withoutAgents } from '../../make/answer.js';
import { type OpenDeployment, openDeployment } from '../../make/open.js';
import { updateFor } from '../../make/update-for.js';
import type { CommandContext } from '../context.js';
import { listed } from '../count.js';
import { shortest } from '../end-screen.js';
import { invocation } from '../invocation.js';
import { beginRun, runUpdate, type UpdateFlags } from './run-update.js';

export interface RemoveFlags extends UpdateFlags {
  readonly agent: readonly string[];
}

/**
 * `fleet-certlab remove`: takes agents out of a deployment. Their certificates stay in the inventory as retired.
 *
 * @throws CertlabError ERR_INPUT for an agent that is not there, and as runUpdate does
 */
export async function runRemove(folder: string, flags: RemoveFlags, context: CommandContext): Promise<void> {
  const run = beginRun(flags, context);
  const open = await openDeployment(folder);
  const names = new Set(flags.agent.map((name) => agentCalled(open, name)));
  const { deployment, notices, deploymentYml } = await withoutAgents(open, names);
  await runUpdate(
    {
      open,
      update: updateFor(open, deployment, { now: run.now }),
      notices,
      deploymentYml,
      entry: { command: 'remove', what: [...names].map((name) => `--agent ${name}`).join(' ') },
      afterwards: consequences(open, [...names]),
    },
    run,
  );
}

function agentCalled({ deployment: { agents } }: OpenDeployment, asked: string): string {
  const name = asked.toLowerCase();
  const names = agents.map((agent) => agent.name);
  if (names.includes(name)) return name;
  const meant = nearest(name, names);
  throw new CertlabError({
    code: 'ERR_INPUT',
    message: `no agent of this deployment is called ${shown(asked)}`,
    hint: meant === undefined ? 'show lists the hosts of a deployment' : `did you mean ${meant}?`,
  });
}

/** What removing a host from the deployment does not do. */
function consequences({ folder, inventory }: OpenDeployment, names: readonly string[]): string[] {
  const records = inventory.hosts
    .filter(({ role, name }) => role === 'agent' && names.includes(name))
    .flatMap(({ certificates }) => certificates);
  const unenroll = `Unenroll ${listed(names)} in Kibana under Fleet > Agents: that revokes ${names.length === 1 ? 'its API key' : 'their API keys'}.`;
  if (records.length === 0) return ['', unenroll, 'There is no client certificate to retire: this is one-way TLS.'];
  const last = records
    .map(({ notAfter }) => notAfter)
    .sort()
    .at(-1)!;
  return [
    '',
    unenroll,
    `A removed host can still connect until ${last.slice(0, 10)}: its certificate stays valid, and no program here checks revocation lists.`,
    'To shut it out, replace the CA that signed it:',
    `  ${[...invocation(), 'rotate', shortest(folder), '--authority', 'agent-ca'].join(' ')}`,
  ];
}
