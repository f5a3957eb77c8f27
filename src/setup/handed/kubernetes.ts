import type { NamedText } from '../remark.js';
import { pieceOf } from './containers.js';
import { fieldOf, isObject, listAt, textAt } from './documents.js';
import type { Mount, Piece } from './piece.js';

const WORKLOADS: ReadonlySet<string> = new Set(['Deployment', 'DaemonSet', 'StatefulSet', 'Pod', 'Job', 'Agent']);
const CARRIERS: ReadonlySet<string> = new Set(['Secret', 'ConfigMap']);

/** Manifests with the containers of Elastic Agent, and the Secrets and ConfigMaps that they mount; undefined for others. */
export function readManifests({ name }: NamedText, documents: readonly object[]): Piece[] | undefined {
  const all = documents
    .flatMap((one) => (textAt(one, 'kind') === 'List' ? listAt(one, 'items') : [one]))
    .filter(isObject);
  const kindOf = (one: object) => textAt(one, 'kind') ?? '';
  if (!all.some((one) => WORKLOADS.has(kindOf(one)) || CARRIERS.has(kindOf(one)))) return undefined;
  const carried = new Map(all.filter((one) => CARRIERS.has(kindOf(one))).map((one) => [carrierOf(one), dataOf(one)]));
  return all
    .filter((one) => WORKLOADS.has(kindOf(one)))
    .flatMap((one) => {
      const pod = podOf(one);
      const volumes = listAt(pod, 'volumes');
      return listAt(pod, 'containers').flatMap((container): Piece[] => {
        const source = `${name}: ${kindOf(one)} ${textAt(one, 'metadata', 'name') ?? ''}`.trim();
        return pieceOf({
          source,
          variables: variablesOf(container, carried),
          mounts: mountsOf(container, volumes, carried),
        });
      });
    });
}

/** ECK's Agent has its pod under the kind of workload that it makes. */
function podOf(workload: object): unknown {
  const spec = fieldOf(workload, 'spec');
  const template =
    fieldOf(spec, 'template') ??
    fieldOf(spec, 'daemonSet', 'podTemplate') ??
    fieldOf(spec, 'deployment', 'podTemplate') ??
    fieldOf(spec, 'statefulSet', 'podTemplate');
  return fieldOf(template, 'spec') ?? spec;
}

type Carried = ReadonlyMap<string, ReadonlyMap<string, Buffer>>;

const carrierOf = (one: object): string => `${textAt(one, 'kind')} ${textAt(one, 'metadata', 'name')}`;

function dataOf(one: object): Map<string, Buffer> {
  const data = new Map<string, Buffer>();
  const isSecret = textAt(one, 'kind') === 'Secret';
  const add = (field: string, encoding: 'base64' | 'utf8') => {
    const entries = fieldOf(one, field);
    for (const key of isObject(entries) ? Object.keys(entries) : []) {
      data.set(key, Buffer.from(textAt(entries, key) ?? '', encoding));
    }
  };
  add('data', isSecret ? 'base64' : 'utf8');
  add('stringData', 'utf8');
  add('binaryData', 'base64');
  return data;
}

/** A value, or a reference to a Secret or ConfigMap of the same file; others are not known here. */
function variablesOf(container: unknown, carried: Carried): Map<string, string> {
  const variables = new Map<string, string>();
  for (const entry of listAt(container, 'env')) {
    const name = textAt(entry, 'name');
    if (name === undefined) continue;
    const references = [
      ['Secret', 'secretKeyRef'],
      ['ConfigMap', 'configMapKeyRef'],
    ] as const;
    const referred = references.flatMap(([kind, reference]) => {
      const at = fieldOf(entry, 'valueFrom', reference);
      if (at === undefined) return [];
      const content = carried.get(`${kind} ${textAt(at, 'name')}`)?.get(textAt(at, 'key') ?? '');
      return [content?.toString() ?? `\${${name}}`];
    })[0];
    variables.set(name, textAt(entry, 'value') ?? referred ?? '');
  }
  return variables;
}

function mountsOf(container: unknown, volumes: readonly unknown[], carried: Carried): Mount[] {
  return listAt(container, 'volumeMounts').flatMap((mount): Mount[] => {
    const volume = volumes.find((one) => textAt(one, 'name') === textAt(mount, 'name'));
    const target = textAt(mount, 'mountPath')?.replace(/\/$/, '');
    if (volume === undefined || target === undefined) return [];
    const secret = textAt(volume, 'secret', 'secretName');
    const data = carried.get(
      secret === undefined ? `ConfigMap ${textAt(volume, 'configMap', 'name')}` : `Secret ${secret}`,
    );
    const subPath = textAt(mount, 'subPath');
    const items = listAt(volume, secret === undefined ? 'configMap' : 'secret', 'items');
    return [...(data ?? [])].flatMap(([key, content]): Mount[] => {
      const path =
        textAt(
          items.find((item) => textAt(item, 'key') === key),
          'path',
        ) ?? key;
      if (subPath !== undefined) return subPath === path ? [{ target, content }] : [];
      return [{ target: `${target}/${path}`, content }];
    });
  });
}
