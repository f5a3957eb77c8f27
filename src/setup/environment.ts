import { nearest } from '../deployment/nearest.js';
import { INSTALL_FLAGS } from '../elastic/flags.js';
import type { NamedText, Remark } from './remark.js';
import { type Given, isOn, lastValues, placed, type Setup } from './setup.js';

/** What the entry point reads besides the variables of flags (elastic-agent internal/pkg/agent/cmd/setup_config.go:77-144). */
const OTHER_VARIABLES = [
  'FLEET_ENROLL',
  'FLEET_SERVER_ENABLE',
  'FLEET_SERVER_INIT_TIMEOUT',
  'FLEET_TOKEN_NAME',
  'FLEET_TOKEN_POLICY_NAME',
  'FLEET_HEADERS',
  'FLEET_KIBANA_HEADER',
  'FLEET_KIBANA_HEADERS',
  'KIBANA_FLEET_HOST',
  'KIBANA_FLEET_USERNAME',
  'KIBANA_FLEET_PASSWORD',
  'KIBANA_FLEET_SERVICE_TOKEN',
  'KIBANA_FLEET_SERVICE_TOKEN_PATH',
  'KIBANA_FLEET_CA',
  'KIBANA_HOST',
  'KIBANA_USERNAME',
  'KIBANA_PASSWORD',
  'KIBANA_REQUEST_RETRY_SLEEP',
  'KIBANA_REQUEST_RETRY_COUNT',
  'ELASTICSEARCH_USERNAME',
  'ELASTICSEARCH_PASSWORD',
];

const KNOWN = new Set([...OTHER_VARIABLES, ...INSTALL_FLAGS.flatMap(({ variables }) => variables ?? [])]);

/** Variables that people set and the entry point does not read (elastic-agent internal/pkg/agent/cmd/setup_config.go:77-144). */
const IDLE: Readonly<Record<string, string>> = {
  URL: 'FLEET_URL is read',
  CERTIFICATE_AUTHORITIES: 'FLEET_CA is read',
  CA_CERT: 'FLEET_CA is read',
  ENROLLMENT_TOKEN: 'FLEET_ENROLLMENT_TOKEN is read',
  KIBANA_FLEET_SETUP: 'it was removed after 8.9, Fleet sets itself up',
};

/** Variables with these beginnings are meant for the entry point; the container may have any others. */
const MEANT = /^(FLEET|ELASTIC_AGENT|KIBANA_FLEET)_(?!SETUP$)/;

const ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?([A-Z][A-Z0-9_]*)=(.*)$/gm;

/** Whether a text is an environment file and no script: nothing but assignments, one of them for the entry point. */
export function isEnvironment(text: string): boolean {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  return (
    lines.every((line) => /^\s*(?:export\s+)?[A-Za-z_]\w*=/.test(line)) &&
    [...text.matchAll(ASSIGNMENT)].some(([, name]) => KNOWN.has(name!) || MEANT.test(name!))
  );
}

/** Reads the environment file of a container as its entry point does. */
export const readEnvironment = ({ name, text }: NamedText): Setup => readVariables(name, variablesIn(text));

/** The variables that a text assigns, one on each line. */
export const variablesIn = (text: string): Map<string, string> =>
  new Map([...text.matchAll(ASSIGNMENT)].map(([, name, value]) => [name!, unquoted(value!.trim())]));

/** Whether variables are meant for the entry point of Elastic Agent's container. */
export const areForAgent = (variables: ReadonlyMap<string, string>): boolean =>
  [...variables.keys()].some((name) => KNOWN.has(name) || MEANT.test(name));

/** Reads the variables of a container as its entry point does. */
export function readVariables(source: string, variables: ReadonlyMap<string, string>): Setup {
  const remarks: Remark[] = [];
  for (const name of variables.keys()) {
    const where = placed(source, name);
    if (MEANT.test(name) && !KNOWN.has(name)) {
      remarks.push({ rule: 'variable-unknown', where, details: { detail: nearestVariable(name) } });
    }
    const meant = IDLE[name];
    if (meant !== undefined) remarks.push({ rule: 'variable-idle', where, details: { detail: meant } });
  }
  const given: Given[] = INSTALL_FLAGS.flatMap((flag) => {
    const label = flag.variables?.find((name) => (variables.get(name) ?? '') !== '');
    return label === undefined ? [] : [{ flag, label, value: variables.get(label)! }];
  });
  const on = (name: string) => isOn(variables.get(name) ?? '');
  const startsFleetServer = on('FLEET_SERVER_ENABLE');
  if (!startsFleetServer && !on('FLEET_ENROLL')) remarks.push({ rule: 'container-mode-missing', where: source });
  else if (!startsFleetServer && (variables.get('FLEET_URL') ?? '') === '') {
    remarks.push({ rule: 'container-url-missing', where: source });
  }
  return {
    source,
    form: 'container',
    style: 'posix',
    given,
    values: lastValues(given),
    startsFleetServer,
    remarks,
  };
}

function nearestVariable(name: string): string | undefined {
  const dashed = new Map([...KNOWN].map((known) => [known.replaceAll('_', '-'), known]));
  const other = nearest(name, [...dashed.keys()]);
  return other && `did you mean ${dashed.get(other)}?`;
}

/** Compose takes the quotes off a value; the value of `docker run --env-file` has none. */
const unquoted = (value: string): string => /^(['"])(.*)\1$/.exec(value)?.[2] ?? value;
