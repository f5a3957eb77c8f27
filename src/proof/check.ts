import { CertlabError } from '../errors.js';
import { judgeSources, withoutRepeats } from '../rules/judge.js';
import { readWords } from '../setup/command.js';
import { isEnvironment, readEnvironment } from '../setup/environment.js';
import { DiskHost } from '../setup/files.js';
import { openBare } from '../setup/open-bare.js';
import { openElasticsearch } from '../setup/open-elasticsearch.js';
import { openHanded } from '../setup/open-handed.js';
import { openSetup } from '../setup/open-setup.js';
import type { Opened } from '../setup/opener.js';
import type { NamedText } from '../setup/remark.js';
import { commandsIn } from '../setup/script.js';
import { COMMAND_LINE, isSecret, type Setup, shownValue } from '../setup/setup.js';
import type { CheckedSource, CheckOptions, CheckResult, Sources } from './check-types.js';

/**
 * Checks commands, environments and settings that somebody else wrote, with the files they name, and says what each flag
 * does. Reads files, changes nothing, opens no connection.
 *
 * @throws CertlabError ERR_USAGE when there is no command of Elastic Agent where one should be
 */
export async function check(sources: Sources, options: CheckOptions): Promise<CheckResult> {
  const opened = await openSources(sources, options);
  const { findings, links } = judgeSources(opened, options);
  const { shakeHands } = await import('./works.js');
  const shaken = await shakeHands(links);
  return {
    sources: opened.map(explained),
    findings: withoutRepeats([...findings, ...shaken.findings]).toSorted(
      (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
    ),
    handshakes: shaken.handshakes,
  };
}

const SEVERITIES = ['error', 'warning', 'info'];

async function openSources(
  sources: Sources,
  { root, serverRoot, keystorePassword, stackVersion }: CheckOptions,
): Promise<Opened[]> {
  const opened: Opened[] = [];
  const open = async (setups: readonly Setup[], below: string | undefined) => {
    for (const setup of setups) {
      const host = new DiskHost(setup.style, below);
      const traits = { id: setup.source, host, isItself: below === undefined, hasModes: true, stackVersion };
      opened.push(await openSetup(setup, traits));
    }
  };
  await open(setupsOf(sources), root);
  await open(sources.server ? setupsIn(sources.server) : [], serverRoot ?? root);
  const { elasticsearchYml: source, handed = [], bare = [] } = sources;
  if (handed.length > 0) opened.push(...(await openHanded(handed, { root, keystorePassword, stackVersion })));
  if (bare.length > 0) opened.push(await openBare(bare));
  if (source) {
    const host = new DiskHost('posix', root);
    opened.push(await openElasticsearch({ id: source.name, source, host, hasModes: true, keystorePassword }));
  }
  return opened;
}

function setupsOf({ command, file, environment }: Sources): Setup[] {
  return [
    ...(command ? [readWords({ source: COMMAND_LINE, words: command })] : []),
    ...(environment ? [readEnvironment(environment)] : []),
    ...(file ? setupsIn(file) : []),
  ];
}

/** An environment file, or a script with at least one command. */
function setupsIn(text: NamedText): Setup[] {
  if (isEnvironment(text.text)) return [readEnvironment(text)];
  const commands = commandsIn(text);
  if (commands.length === 0) {
    throw new CertlabError({
      code: 'ERR_USAGE',
      message: `${text.name}: there is no elastic-agent install or elastic-agent enroll in it`,
      hint: 'give a script with such a command, or an environment file of a container',
    });
  }
  return commands.map((one) => readWords({ ...one, source: text.name }));
}

const explained = ({ id, setup, settings, clients }: Opened): CheckedSource => {
  if (setup === undefined) {
    const kind = settings ? 'elasticsearch' : clients.length > 0 ? 'kibana' : 'files';
    return { source: id, kind, flags: [] };
  }
  const { source, given, startsFleetServer } = setup;
  return {
    source,
    kind: startsFleetServer ? 'fleet-server' : 'agent',
    flags: given.map(({ flag, label, value }, index) => ({
      flag: label,
      ...(isSecret(flag) || flag.kind === 'switch' ? {} : { value: shownValue({ flag, value }) }),
      meaning: flag.meaning,
      ...(flag.kind !== 'texts' && given.slice(index + 1).some((later) => later.flag === flag) && { ignored: true }),
    })),
  };
};
