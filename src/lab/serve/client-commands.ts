import type { Bundle } from '../../setup/bundle.js';
import { type Setup, textOf } from '../../setup/setup.js';
import { quotePosix } from '../../text/quote.js';

/** A client's bundle, and how its command names its files. */
export interface ClientBundle {
  readonly bundle: Bundle;
  /** The folder in the zip. */
  readonly folder: string;
  /** Where the zip lies. */
  readonly path: string;
  readonly setup: Setup;
}

/** Where the stand-ins listen, and under which name the node is dialled. */
export interface Listening {
  readonly fleetServer?: number;
  readonly elasticsearch?: { readonly name: string; readonly port: number };
}

/** What to type to meet the stand-ins as a host of the deployment would: unpack its bundle, ask with curl, enroll. */
export function clientCommands(client: ClientBundle, { fleetServer, elasticsearch }: Listening): string[] {
  const { folder, path, setup, bundle } = client;
  const url = textOf(setup, 'url') ?? '';
  const unpack = `unzip -qo ${quotePosix(path)} -d lab && cd ${quotePosix(`lab/${folder}/certs`)}`;
  const commands: string[] = [];
  if (fleetServer !== undefined && URL.canParse(url)) {
    const { hostname, port } = new URL(url);
    const ca = fileOf(textOf(setup, 'certificate-authorities')?.split(',')[0]);
    commands.push(curl(setup, ca, `${hostname}:${port || '443'}:127.0.0.1:${fleetServer}`, `${url}/api/status`));
    commands.push(enroll(setup, `https://${hostname}:${fleetServer}`));
  }
  if (elasticsearch && bundle.files.has('certs/es-ca.pem')) {
    const { name, port } = elasticsearch;
    commands.push(curl(setup, 'es-ca.pem', `${name}:${port}:127.0.0.1:${port}`, `https://${name}:${port}/`));
  }
  return commands.length > 0 ? [unpack, ...commands] : [];
}

/** The passphrase goes to curl's standard input, because everybody may read a command line. */
function curl(setup: Setup, ca: string, connectTo: string, url: string): string {
  const file = (flag: string) => quotePosix(fileOf(textOf(setup, flag)));
  const passphrase = setup.values.has('elastic-agent-cert-key-passphrase');
  const words = [
    ...(passphrase
      ? [`printf 'pass = "%s"\\n' "$(cat ${file('elastic-agent-cert-key-passphrase')})" | curl --config -`]
      : ['curl']),
    `--connect-to ${quotePosix(connectTo)} --cacert ${quotePosix(ca)}`,
    ...(setup.values.has('elastic-agent-cert')
      ? [`--cert ${file('elastic-agent-cert')} --key ${file('elastic-agent-cert-key')}`]
      : []),
    quotePosix(url),
  ];
  return words.join(' ');
}

const enroll = (setup: Setup, url: string): string =>
  `sudo elastic-agent enroll --force --skip-daemon-reload --url=${url} --enrollment-token=lab ${enrollFlags(setup)}`;

const FILE_FLAGS = [
  'certificate-authorities',
  'elastic-agent-cert',
  'elastic-agent-cert-key',
  'elastic-agent-cert-key-passphrase',
];

const enrollFlags = (setup: Setup): string =>
  FILE_FLAGS.flatMap((flag) =>
    setup.values.has(flag) ? [`--${flag}="$PWD"/${quotePosix(fileOf(textOf(setup, flag)))}`] : [],
  ).join(' ');

/** The name of a file, whatever system its path is of. */
const fileOf = (path: string | undefined): string => path?.split(/[\\/]/).at(-1) ?? '';
