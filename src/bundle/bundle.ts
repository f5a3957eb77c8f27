import { createHash } from 'node:crypto';
import type { Deployment } from '../deployment/types.js';
import { installWords, printedCommand } from '../elastic/command.js';
import type { IssuedHost } from '../issue/types.js';
import type { Plan, PlannedHost } from '../plan/types.js';
import { type Answer, answersOf } from './answers.js';
import { containerFiles } from './container.js';
import { PRIVATE, PUBLIC, textFile, tlsFiles } from './files.js';
import { readme } from './readme.js';
import { installScript } from './script.js';
import { type BundleContext, settingsFiles, textOf } from './settings.js';
import { leftToDo } from './steps.js';
import type { OutputFile } from './types.js';

/** Name of the folder inside a host's zip. */
export const bundleFolder = (deployment: Pick<Deployment, 'name'>, host: Pick<PlannedHost, 'id'>): string =>
  `${deployment.name}-${host.id}`;

/**
 * Every file of one host's bundle, with paths relative to the bundle's folder: what the host's links need and nothing
 * more. No authority's key can be among them, because an IssuedHost holds none.
 */
export function renderBundle(plan: Plan, issued: IssuedHost, context: BundleContext): OutputFile[] {
  const { host } = issued;
  const words = installWords(plan, host);
  const answers = answersOf(words);
  const certs = tlsFiles(issued);
  const settings = settingsFiles(plan, host, context);
  const files = [
    ...certs,
    ...settings,
    ...(host.platform === 'container' ? containerFiles(plan, host, answers, context) : tokenFiles(answers, context)),
    ...installScript({ host, files: installedFiles(certs), words, answers, nextSteps: leftToDo(host) }),
  ];
  const page = readme(
    {
      plan,
      host,
      folder: bundleFolder(plan.deployment, host),
      command: printedCommand(plan, host),
      answers: answers.filter(({ token }) => token === undefined || context[token] === undefined),
      settings: textOf(settings, 'settings/elasticsearch.yml'),
    },
    files,
  );
  const all = [page, ...files];
  return [...all, manifest(all)];
}

/** The keystore holds this one: Elasticsearch has no setting for the path of a passphrase. */
const NOT_INSTALLED = 'certs/es-cert-key-passphrase';

function installedFiles(certs: readonly OutputFile[]): { name: string; secret: boolean }[] {
  return certs
    .filter((file) => file.path !== NOT_INSTALLED)
    .map((file) => ({ name: file.path.slice('certs/'.length), secret: file.mode === PRIVATE }));
}

/** Tokens the operator gave, for the hosts whose command takes them. */
function tokenFiles(answers: readonly Answer[], context: BundleContext): OutputFile[] {
  return answers.flatMap(({ token, file }) => {
    const value = token && context[token];
    return file && value !== undefined ? [textFile(file, PRIVATE, value)] : [];
  });
}

/** SHA-256 and mode of each file, so that a host can tell whether its bundle is what was made. */
function manifest(files: readonly OutputFile[]): OutputFile {
  const entries = files.map(({ path, mode, content }) => ({
    path,
    mode: mode.toString(8).padStart(4, '0'),
    sha256: createHash('sha256').update(content).digest('hex'),
  }));
  return textFile('manifest.json', PUBLIC, `${JSON.stringify({ manifestVersion: 1, files: entries }, null, 2)}\n`);
}
