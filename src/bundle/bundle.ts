import { hash } from 'node:crypto';
import type { Deployment } from '../deployment/types.js';
import { installWords, printedCommand } from '../elastic/command.js';
import { fileName } from '../elastic/paths.js';
import type { IssuedHost } from '../issue/types.js';
import type { Plan, PlannedHost } from '../plan/types.js';
import { type Answer, answersOf } from './answers.js';
import { composeFile, environmentFile } from './container.js';
import { type InstalledFile, PRIVATE, PUBLIC, textFile, tlsFile, tlsFileNames, tlsFiles } from './files.js';
import { oncePerKind } from './host-kinds.js';
import { pageParts, readme } from './readme.js';
import { installScript } from './script.js';
import { type BundleContext, settingsFiles, textOf } from './settings.js';
import { leftToDo } from './stack-steps.js';
import type { OutputFile } from './types.js';
import { canBeUnprivileged } from './unprivileged.js';

/** Name of the folder inside a host's zip. */
export const bundleFolder = (deployment: Pick<Deployment, 'name'>, host: Pick<PlannedHost, 'id'>): string =>
  `${deployment.name}-${host.id}`;

/**
 * Renders the bundles of one deployment: every file of a host's bundle, with paths relative to the bundle's folder, what
 * the host's links need and nothing more. No authority's key can be among them, because an IssuedHost holds none.
 */
export function bundleRenderer(plan: Plan, context: BundleContext): (issued: IssuedHost) => OutputFile[] {
  const sharedBy = oncePerKind((host) => sharedParts(plan, host, context));
  return (issued) => {
    const { host } = issued;
    const { files, entries, page } = sharedBy(host);
    const folder = bundleFolder(plan.deployment, host);
    const own = [readme(plan.deployment, host, folder, page), ...tlsFiles(issued), ...ownFiles(plan, host)];
    return [...own, ...files, manifest([...own.map(manifestEntry), ...entries])];
  };
}

/**
 * What a host's bundle says beside its keys and certificates, as one line to compare: two plans that give the same line for
 * a host give the same bundle, as long as its keys and certificates are the same. It costs one rendering for each kind of
 * host.
 */
export function bundleOutline(plan: Plan, context: BundleContext): (host: PlannedHost) => string {
  const { name, mode, stackVersion } = plan.deployment;
  const shared = oncePerKind((host) => {
    const { files, page } = sharedParts(plan, host, context);
    const contents = files.map(({ path, mode: bits, content }) => [path, bits, hash('sha256', content)]);
    return hash('sha256', JSON.stringify([name, mode, stackVersion, contents, page]));
  });
  return (host) => `${shared(host)} ${JSON.stringify(host)}`;
}

/** What is the same for all hosts of one kind. */
function sharedParts(plan: Plan, host: PlannedHost, context: BundleContext) {
  const words = installWords(plan, host);
  const answers = answersOf(words);
  const settings = settingsFiles(plan, host, context);
  const files = [
    ...settings,
    ...(host.platform === 'container' ? [environmentFile(plan, host, answers, context)] : tokenFiles(answers, context)),
    ...installScript({
      host,
      mayBeUnprivileged: words.length > 0 && canBeUnprivileged(plan),
      files: installedFiles(host),
      words,
      answers,
      nextSteps: leftToDo(host),
    }),
  ];
  const input = {
    plan,
    host,
    command: printedCommand(plan, host),
    answers: answers.filter(({ token }) => token === undefined || context[token] === undefined),
    settings: textOf(settings, 'settings/elasticsearch.yml'),
  };
  const listed = [...tlsFileNames(host).map(tlsFile), ...files, ...ownFiles(plan, host)];
  return { files, entries: files.map(manifestEntry), page: pageParts(input, listed) };
}

/** What names the host in a file other than the README. */
const ownFiles = (plan: Plan, host: PlannedHost): OutputFile[] =>
  host.platform === 'container' ? [composeFile(plan, host)] : [];

/** The keystore holds this one: Elasticsearch has no setting for the path of a passphrase. */
const NOT_INSTALLED = fileName('es-cert', 'passphrase');

function installedFiles(host: PlannedHost): InstalledFile[] {
  return tlsFileNames(host).filter(({ name }) => name !== NOT_INSTALLED);
}

/** Tokens the operator gave, for the hosts whose command takes them. */
function tokenFiles(answers: readonly Answer[], context: BundleContext): OutputFile[] {
  return answers.flatMap(({ token, file }) => {
    const value = token && context[token];
    return file && value !== undefined ? [textFile(file, PRIVATE, value)] : [];
  });
}

/** SHA-256 and mode of a file, so that a host can tell whether its bundle is what was made. */
const manifestEntry = ({ path, mode, content }: OutputFile) => ({
  path,
  mode: mode.toString(8).padStart(4, '0'),
  sha256: hash('sha256', content),
});

const manifest = (files: readonly ReturnType<typeof manifestEntry>[]): OutputFile =>
  textFile('manifest.json', PUBLIC, `${JSON.stringify({ manifestVersion: 1, files }, null, 2)}\n`);
