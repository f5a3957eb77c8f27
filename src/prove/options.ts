/** Flags that take no value (elastic-agent internal/pkg/agent/cmd/enroll.go:68-112 and install.go:60-80). */
const SWITCHES = new Set([
  'delay-enroll',
  'fleet-server-es-insecure',
  'fleet-server-insecure-http',
  'force',
  'insecure',
  'install-servers',
  'non-interactive',
  'proxy-disabled',
  'unprivileged',
]);

const SHORT: Readonly<Record<string, string>> = {
  a: 'certificate-authorities',
  f: 'force',
  i: 'insecure',
  n: 'non-interactive',
  p: 'ca-sha256',
  t: 'enrollment-token',
};

/** The container's variables for the flags that decide about TLS (elastic-agent internal/pkg/agent/cmd/setup_config.go:77-144). */
const VARIABLES: Readonly<Record<string, string>> = {
  FLEET_URL: 'url',
  FLEET_CA: 'certificate-authorities',
  FLEET_INSECURE: 'insecure',
  ELASTIC_AGENT_CERT: 'elastic-agent-cert',
  ELASTIC_AGENT_CERT_KEY: 'elastic-agent-cert-key',
  FLEET_SERVER_ELASTICSEARCH_HOST: 'fleet-server-es',
  FLEET_SERVER_ELASTICSEARCH_CA: 'fleet-server-es-ca',
  FLEET_SERVER_ES_CERT: 'fleet-server-es-cert',
  FLEET_SERVER_ES_CERT_KEY: 'fleet-server-es-cert-key',
  FLEET_SERVER_CERT: 'fleet-server-cert',
  FLEET_SERVER_CERT_KEY: 'fleet-server-cert-key',
  FLEET_SERVER_CERT_KEY_PASSPHRASE: 'fleet-server-cert-key-passphrase',
  FLEET_SERVER_CLIENT_AUTH: 'fleet-server-client-auth',
  FLEET_SERVER_PORT: 'fleet-server-port',
};

/** Values by long flag name, without dashes; `true` for a switch. */
export type InstallOptions = ReadonlyMap<string, string>;

/** Options from the words behind `elastic-agent install`, as Elastic Agent's flag library reads them: the last one wins. */
export function optionsFromWords(words: readonly string[]): InstallOptions {
  const options = new Map<string, string>();
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [, dashes, name, value] = /^(--?)([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) continue;
    const long = dashes === '-' ? (SHORT[name] ?? name) : name;
    options.set(long, value ?? (SWITCHES.has(long) ? 'true' : (rest.shift() ?? '')));
  }
  return options;
}

/** Options from a container's environment file: one `NAME=value` a line, `#` begins a comment line. */
export function optionsFromEnvironment(text: string): InstallOptions {
  const options = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
    const flag = name === undefined ? undefined : VARIABLES[name];
    if (flag !== undefined && value !== '') options.set(flag, unquoted(value!));
  }
  return options;
}

/** Compose takes a value in single quotes literally. */
const unquoted = (value: string): string => /^'([^']*)'$/.exec(value)?.[1] ?? value;
