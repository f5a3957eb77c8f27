import { parse } from 'yaml';
import { type Bundle, textOf } from './bundle.js';
import { isAbsolute } from './paths.js';
import { flatten, isMapping, type Settings, settingOf } from './settings.js';

/** Where agents send data and how, as Fleet will put it into their policies. */
export interface Output {
  /** The file it was read from. */
  readonly file: string;
  readonly hosts: readonly string[];
  readonly authorities: readonly string[];
  readonly certificate?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly trustedFingerprint?: string;
  readonly verificationMode: string;
}

/** What Fleet will tell Fleet Servers and those who look for them. */
export interface FleetServerHost {
  /** The file it was read from. */
  readonly file: string;
  readonly urls: readonly string[];
  /** Files on the Fleet Server's host that its settings name. */
  readonly paths: readonly string[];
  /** Those among them for its own connection to Elasticsearch. */
  readonly elasticsearch: {
    readonly authorities: readonly string[];
    readonly certificate?: string;
    readonly key?: string;
  };
}

export interface FleetSettings {
  readonly outputs: readonly Output[];
  readonly fleetServers: readonly FleetServerHost[];
}

/**
 * The Fleet settings in a bundle: the bodies for Fleet's API, and what kibana.yml configures in advance.
 *
 * @throws Error naming the file that cannot be read
 */
export const readFleetSettings = (bundle: Bundle): FleetSettings => fleetSettingsOf([...fleetObjects(bundle)]);

/** Outputs and Fleet Server hosts among objects of Fleet, each with the file it was read from. */
export function fleetSettingsOf(
  objects: readonly { readonly file: string; readonly object: FleetObject }[],
): FleetSettings {
  return {
    outputs: objects.flatMap(({ file, object }) => (object.hosts === undefined ? [] : [outputOf(file, object)])),
    fleetServers: objects.flatMap(({ file, object }) =>
      object.host_urls === undefined ? [] : [fleetServerOf(file, object)],
    ),
  };
}

export interface FleetObject {
  readonly hosts?: unknown;
  readonly host_urls?: unknown;
  readonly ca_trusted_fingerprint?: unknown;
  readonly ssl?: object;
  readonly secrets?: { readonly ssl?: { readonly key?: unknown } };
  readonly config?: object;
  readonly config_yaml?: unknown;
}

function* fleetObjects(bundle: Bundle): Generator<{ file: string; object: FleetObject }> {
  for (const file of bundle.files.keys()) {
    if (/^settings\/.*\.json$/.test(file)) {
      yield { file, object: named(file, () => JSON.parse(textOf(bundle, file) ?? '') as FleetObject) };
    }
  }
  const file = 'settings/kibana.yml';
  yield* named(file, () => kibanaObjects(file, textOf(bundle, file) ?? ''));
}

/** What kibana.yml configures in advance. */
export function kibanaObjects(file: string, text: string): { file: string; object: FleetObject }[] {
  const settings: Settings = new Map(flatten(parse(text) as object, ''));
  return ['xpack.fleet.fleetServerHosts', 'xpack.fleet.outputs'].flatMap((name) =>
    ((settings.get(name) ?? []) as FleetObject[]).map((object) => ({ file, object })),
  );
}

/** Fields of a Fleet Server host that name files there; those for agents begin with `agent_` and lie elsewhere. */
const SERVER_FILES = [
  'certificate_authorities',
  'certificate',
  'key',
  'es_certificate_authorities',
  'es_certificate',
  'es_key',
];

function fleetServerOf(file: string, { host_urls, ssl, secrets }: FleetObject): FleetServerHost {
  const fields: Settings = new Map([...flatten(secrets?.ssl ?? {}, ''), ...flatten(ssl ?? {}, '')]);
  // A field may hold PEM text instead of a path.
  const paths = (name: string) => textsOf(fields.get(name)).filter(isAbsolute);
  const [certificate, key] = [paths('es_certificate')[0], paths('es_key')[0]];
  return {
    file,
    urls: textsOf(host_urls),
    paths: SERVER_FILES.flatMap(paths),
    elasticsearch: {
      authorities: paths('es_certificate_authorities'),
      ...(certificate !== undefined && { certificate }),
      ...(key !== undefined && { key }),
    },
  };
}

/** Advanced YAML wins over the fields of the form (Kibana's full_agent_policy.ts merges it last). */
function outputOf(file: string, object: FleetObject): Output {
  const advanced = object.config ?? (object.config_yaml === undefined ? {} : parse(String(object.config_yaml)));
  const settings: Settings = new Map([
    ...flatten({ ssl: { key: object.secrets?.ssl?.key, ...object.ssl } }, ''),
    ...flatten(isMapping(advanced) ? advanced : {}, ''),
  ]);
  const text = (name: string) => settingOf(settings, `ssl.${name}`);
  const [certificate, key, passphrase] = [text('certificate'), text('key'), text('key_passphrase_path')];
  const trustedFingerprint = text('ca_trusted_fingerprint') ?? object.ca_trusted_fingerprint;
  return {
    file,
    hosts: textsOf(object.hosts),
    authorities: textsOf(settings.get('ssl.certificate_authorities')),
    verificationMode: text('verification_mode') ?? 'full',
    ...(certificate !== undefined && { certificate }),
    ...(key !== undefined && { key }),
    ...(passphrase !== undefined && { passphrase }),
    ...(typeof trustedFingerprint === 'string' && { trustedFingerprint }),
  };
}

/** A field that may be one value or a list. */
export function textsOf(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

function named<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}
