import { CertlabError } from '../../errors.js';
import { isEnvironment, variablesIn } from '../environment.js';
import type { NamedText } from '../remark.js';
import { readAnsible, readBatch, readMsiexec, readScript } from './commands.js';
import { pieceOf, readCompose, readDockerRun } from './containers.js';
import { documentsIn, fieldOf, isObject, listAt } from './documents.js';
import { readManifests } from './kubernetes.js';
import type { Form, Piece } from './piece.js';

/** Looks up a file that another one names, such as an env_file. */
export type LookUp = (path: string, from: NamedText) => string | undefined;

const ELASTICSEARCH = /^(xpack\.security|cluster\.name|node\.name|discovery\.|network\.host|http\.port|path\.data)\b/;
const KIBANA =
  /^(elasticsearch\.(hosts|ssl|username|serviceAccountToken)|xpack\.fleet|server\.(host|name|ssl|publicBaseUrl))\b/;

/** Every form, the most telling first: the first that reads a file decides what it is. */
const forms = (lookUp: LookUp): readonly Form[] => [
  {
    title: 'a compose file',
    read: (file, [document]) => document && readCompose(file, document, (path) => lookUp(path, file)),
  },
  { title: 'Kubernetes manifests', read: readManifests },
  { title: 'tasks of Ansible', read: readAnsible },
  { title: 'a body of the Fleet API', read: readFleetBody },
  {
    title: 'kibana.yml',
    read: (source, [document]) => (hasSetting(document, KIBANA) ? [{ kind: 'kibana', source }] : undefined),
  },
  {
    title: 'elasticsearch.yml',
    read: (source, [document]) =>
      hasSetting(document, ELASTICSEARCH) ? [{ kind: 'elasticsearch', source }] : undefined,
  },
  {
    title: 'a docker run command',
    read: (file) => readDockerRun(file, (path) => lookUp(path, file)),
  },
  { title: 'an msiexec command', read: readMsiexec },
  { title: 'a batch file', read: readBatch },
  { title: 'an environment file', read: readVariablesFile },
  { title: 'a script with elastic-agent install or enroll', read: readScript },
];

/**
 * What each of the files holds. Files are told apart by their content.
 *
 * @throws CertlabError ERR_USAGE for a file of no known form; its hint names them
 */
export function recognize(files: readonly NamedText[], lookUp: LookUp): Piece[] {
  const known = forms(lookUp);
  return files.flatMap((file) => {
    const documents = documentsIn(file.text);
    for (const { read } of known) {
      const pieces = read(file, documents);
      if (pieces !== undefined && pieces.length > 0) return pieces;
    }
    throw new CertlabError({
      code: 'ERR_USAGE',
      message: `${file.name}: nothing in it is known here`,
      hint: `give ${known.map(({ title }) => title).join(', ')}, or a certificate or key in PEM`,
    });
  });
}

function hasSetting(document: object | undefined, pattern: RegExp): boolean {
  return (
    document !== undefined && !Array.isArray(document) && namesIn(document, '', 0).some((name) => pattern.test(name))
  );
}

/** Settings by dotted name, three levels deep: enough to tell a file. */
const namesIn = (value: object, prefix: string, depth: number): string[] =>
  Object.entries(value).flatMap(([name, inner]) =>
    isObject(inner) && !Array.isArray(inner) && depth < 3
      ? namesIn(inner, `${prefix}${name}.`, depth + 1)
      : [`${prefix}${name}`],
  );

/** One object, its answer (`item`), or a list of them (`items`). */
function readFleetBody({ name }: NamedText, [document]: readonly object[]): Piece[] | undefined {
  const found = [document, fieldOf(document, 'item'), ...listAt(document, 'items')].filter(isObject);
  const objects = found.filter(
    (one) =>
      Array.isArray(fieldOf(one, 'host_urls')) ||
      (Array.isArray(fieldOf(one, 'hosts')) && isObject(one) && 'type' in one),
  );
  return objects.length === 0 ? undefined : [{ kind: 'fleet', name, objects }];
}

/** Variables of Elastic Agent's container, or dotted settings of Elasticsearch's. */
function readVariablesFile({ name, text }: NamedText): Piece[] | undefined {
  const variables = isEnvironment(text)
    ? variablesIn(text)
    : new Map(
        [...text.matchAll(/^[ \t-]*([a-z][\w.]*\.[\w.]+)=(.*)$/gm)].map(([, key, value]) => [key!, value!.trim()]),
      );
  const pieces = pieceOf({ source: name, variables, mounts: [] });
  return pieces.length === 0 ? undefined : pieces;
}
