import { dirname, resolve } from 'node:path';
import { areForAgent, readVariables, variablesIn } from '../environment.js';
import type { NamedText } from '../remark.js';
import { POSIX, readCommand } from '../shell.js';
import { fieldOf, isObject, listAt, textAt } from './documents.js';
import type { Mount, Piece } from './piece.js';

/** What one container is started with. */
interface Container {
  readonly source: string;
  readonly variables: ReadonlyMap<string, string>;
  readonly mounts: readonly Mount[];
}

/** A container of Elastic Agent, or of an Elasticsearch whose settings are variables. */
export function pieceOf({ source, variables, mounts }: Container): Piece[] {
  if (areForAgent(variables)) return [{ kind: 'setup', setup: readVariables(source, variables), mounts }];
  const settings = settingsText(variables);
  return settings === undefined ? [] : [{ kind: 'elasticsearch', source: { name: source, text: settings } }];
}

/** Variables with dots are settings of Elasticsearch (its image's docker-entrypoint). */
function settingsText(variables: ReadonlyMap<string, string>): string | undefined {
  const settings = [...variables].filter(([name]) => name.startsWith('xpack.security.'));
  return settings.length === 0 ? undefined : JSON.stringify(Object.fromEntries(settings));
}

const OPTION_WITH_VALUE = /^(-[a-zA-Z]|--[a-z-]+)$/;

/** `docker run` or `podman run` in a script; undefined where there is none. */
export function readDockerRun({ name, text }: NamedText, files: (path: string) => string | undefined) {
  const start = /\b(?:docker|podman)\s+(?:container\s+)?run\b/.exec(text);
  if (!start) return undefined;
  const { words } = readCommand(text, start.index, POSIX, new Map());
  const variables = new Map<string, string>();
  const mounts: Mount[] = [];
  const assign = (assignments: Iterable<[string, string]>) => {
    for (const [key, value] of assignments) variables.set(key, value);
  };
  words.forEach((word, index) => {
    const [, option = '', joined] = /^(--?[a-z-]+)=(.*)$/s.exec(word) ?? [];
    const flag = joined === undefined ? word : option;
    const value = joined ?? (OPTION_WITH_VALUE.test(word) ? words[index + 1] : undefined);
    if (value === undefined) return;
    if (flag === '-e' || flag === '--env') assign(assignmentIn(value));
    if (flag === '--env-file') assign(variablesIn(files(value) ?? ''));
    if (flag === '-v' || flag === '--volume') mounts.push(...bindIn(value, dirname(name)));
  });
  return pieceOf({ source: name, variables, mounts });
}

/** `source:target[:options]`; a named volume is nowhere to be looked at. */
function bindIn(volume: string, folder: string): Mount[] {
  const [, source, target] = /^([^:]+):([^:]+)(?::[^:]*)?$/.exec(volume) ?? [];
  return source !== undefined && /^[./~]/.test(source) ? [{ source: resolve(folder, source), target: target! }] : [];
}

/** Every service of a compose file that is Elastic Agent or Elasticsearch; undefined for any other file. */
export function readCompose(
  { name }: NamedText,
  document: object,
  files: (path: string) => string | undefined,
): Piece[] | undefined {
  const services = fieldOf(document, 'services');
  if (!isObject(services)) return undefined;
  return Object.entries(services).flatMap(([service, content]) => {
    const variables = new Map<string, string>();
    const envFile = fieldOf(content, 'env_file');
    for (const file of Array.isArray(envFile) ? envFile : [envFile]) {
      const path = typeof file === 'string' ? file : textAt(file, 'path');
      for (const [key, value] of variablesIn((path && files(path)) || '')) variables.set(key, value);
    }
    for (const [key, value] of environmentOf(fieldOf(content, 'environment'))) variables.set(key, value);
    const mounts = listAt(content, 'volumes').flatMap((volume): Mount[] => {
      if (typeof volume === 'string') return bindIn(volume, dirname(name));
      const [source, target] = [textAt(volume, 'source'), textAt(volume, 'target')];
      return source !== undefined && target !== undefined ? bindIn(`${source}:${target}`, dirname(name)) : [];
    });
    return pieceOf({ source: `${name}: ${service}`, variables, mounts });
  });
}

/** A list of `NAME=value`, or a mapping. */
function environmentOf(environment: unknown): [string, string][] {
  if (Array.isArray(environment)) {
    return environment.flatMap((one) => assignmentIn(String(one)));
  }
  return isObject(environment) ? Object.keys(environment).map((key) => [key, textAt(environment, key) ?? '']) : [];
}

/** What `NAME=value` assigns; nothing where there is no equals sign. */
function assignmentIn(text: string): [string, string][] {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  return key === undefined ? [] : [[key, value!]];
}
