import type { Bundle } from '../../prove/bundle.js';
import type { InstallOptions } from '../../prove/options.js';
import { quotePosix } from '../../text/quote.js';

/** A client's bundle, and how its command names its files. */
export interface ClientBundle {
  readonly bundle: Bundle;
  /** The folder in the zip. */
  readonly folder: string;
  /** Where the zip lies. */
  readonly path: string;
  readonly options: InstallOptions;
}

/**
 * What to type to meet the stand-in as a host of the deployment would: unpack its bundle, ask with curl, enroll. curl gets
 * the passphrase on its standard input, because everybody may read its command line.
 *
 * @param port where the stand-in of Fleet Server listens
 */
export function clientCommands({ folder, path, options }: ClientBundle, port: number): string[] {
  const url = options.get('url') ?? '';
  if (!URL.canParse(url)) return [];
  const { hostname, port: dialled } = new URL(url);
  const from = `${hostname}:${dialled || '443'}`;
  const authority = quotePosix(fileOf(options.get('certificate-authorities')?.split(',')[0]));
  const passphrase = options.get('elastic-agent-cert-key-passphrase');
  const certificate = options.has('elastic-agent-cert')
    ? ` --cert ${quotePosix(fileOf(options.get('elastic-agent-cert')))} --key ${quotePosix(fileOf(options.get('elastic-agent-cert-key')))}`
    : '';
  const curl = `curl --connect-to ${from}:127.0.0.1:${port} --cacert ${authority}${certificate} ${url}/api/status`;
  return [
    `unzip -qo ${quotePosix(path)} -d lab && cd ${quotePosix(`lab/${folder}/certs`)}`,
    passphrase === undefined
      ? curl
      : `printf 'pass = "%s"\\n' "$(cat ${quotePosix(fileOf(passphrase))})" | ${curl.replace('curl', 'curl --config -')}`,
    `sudo elastic-agent enroll --force --skip-daemon-reload --url=https://${hostname}:${port} --enrollment-token=lab ${enrollFlags(options)}`,
  ];
}

const FILE_FLAGS = [
  'certificate-authorities',
  'elastic-agent-cert',
  'elastic-agent-cert-key',
  'elastic-agent-cert-key-passphrase',
];

const enrollFlags = (options: InstallOptions): string =>
  FILE_FLAGS.flatMap((flag) =>
    options.has(flag) ? [`--${flag}="$PWD"/${quotePosix(fileOf(options.get(flag)))}`] : [],
  ).join(' ');

/** The name of a file, whatever system its path is of. */
const fileOf = (path: string | undefined): string => path?.split(/[\\/]/).at(-1) ?? '';
