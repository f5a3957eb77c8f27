import { ENCRYPTION_KEY, renderCommandsPage } from '../bundle/commands-page.js';
import { PROGRAM_NAMES } from '../bundle/roles.js';
import { settingsFiles } from '../bundle/settings.js';
import { installWords, printedCommand, renderContainerEnv } from '../elastic/command.js';
import type { Identifiers } from '../elastic/identifiers.js';
import { identifiersOf } from '../make/bundles.js';
import { openDeployment } from '../make/open.js';
import type { Plan, PlannedHost } from '../plan/types.js';
import type { CommandContext } from './context.js';
import { findHosts } from './find-hosts.js';
import type { Terminal } from './terminal/terminal.js';

/** Flags of `show`, as commander hands them over. */
export interface ShowFlags {
  readonly host?: string;
  readonly json?: boolean;
}

/** What `show --json` prints for a host. */
interface HostAnswer {
  readonly id: string;
  readonly role: string;
  readonly name: string;
  readonly bundle: string;
  readonly targetDir: string;
  /** The install command's words; none where nothing is installed. */
  readonly command: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * `fleet-certlab show`: plans the deployment again from what its folder says of it, and prints commands and settings. Keys
 * are not needed and not read.
 *
 * @throws CertlabError ERR_READ when the folder is no deployment, ERR_INPUT for an unknown host
 */
export async function runShow(folder: string, flags: ShowFlags, { terminal }: CommandContext): Promise<void> {
  const { inventory, plan } = await openDeployment(folder);
  const identifiers = identifiersOf(inventory.authorities);
  const hosts = flags.host === undefined ? plan.hosts : findHosts(plan.hosts, flags.host);
  if (flags.json) {
    const answers = hosts.map((host) => hostAnswer(plan, host, identifiers));
    terminal.print(JSON.stringify(answers, null, 2));
  } else if (flags.host === undefined) terminal.print(renderCommandsPage(plan, identifiers).trimEnd());
  else terminal.print(hosts.map((host) => hostText(plan, host, identifiers, terminal)).join('\n\n'));
}

function hostAnswer(plan: Plan, host: PlannedHost, identifiers: Identifiers): HostAnswer {
  return {
    id: host.id,
    role: host.role,
    name: host.name,
    bundle: `bundles/${host.id}.zip`,
    targetDir: host.targetDir,
    command: installWords(plan, host),
    settings: Object.fromEntries(settingsOf(plan, host, identifiers).map(({ path, text }) => [path, text])),
  };
}

function hostText(plan: Plan, host: PlannedHost, identifiers: Identifiers, { colour }: Terminal): string {
  const command = printedCommand(plan, host);
  const parts = settingsOf(plan, host, identifiers).map(
    ({ path, text }) => `${colour.cyan(path)}\n\n${text.trimEnd()}`,
  );
  return [
    [
      colour.bold(`${PROGRAM_NAMES[host.role]} ${host.name}`),
      `  bundle  ${colour.cyan(`bundles/${host.id}.zip`)}`,
      `  files   ${colour.cyan(host.targetDir)}`,
    ].join('\n'),
    ...(command === '' ? [] : [command]),
    ...parts,
  ].join('\n\n');
}

/** The files a host's bundle has in settings/, and a container's environment. */
function settingsOf(plan: Plan, host: PlannedHost, identifiers: Identifiers): { path: string; text: string }[] {
  const context = { identifiers, encryptionKey: ENCRYPTION_KEY };
  const files = settingsFiles(plan, host, context).map(({ path, content }) => ({ path, text: content.toString() }));
  return host.platform === 'container'
    ? [{ path: 'agent.env', text: renderContainerEnv(plan, host) }, ...files]
    : files;
}
