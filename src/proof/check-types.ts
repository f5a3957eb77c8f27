import type { Finding, JudgeOptions } from '../rules/types.js';
import type { NamedText } from '../setup/remark.js';

/** What is to be checked: at least one of these. */
export interface Sources {
  /** Words of a command line, `elastic-agent install …` or `… enroll …`, with whatever stands before the program. */
  readonly command?: readonly string[];
  /** A script with such commands, or a container's environment file: told apart by what is in it. */
  readonly file?: NamedText;
  /** A container's environment file. */
  readonly environment?: NamedText;
  readonly elasticsearchYml?: NamedText;
  /** Files of any known form, told apart by their content, and joined into one setup. */
  readonly handed?: readonly NamedText[];
  /** Paths of certificates and keys that come without a command. */
  readonly bare?: readonly string[];
  /** A script or an environment file with Fleet Server's own command: the other end of an agent's connection. */
  readonly server?: NamedText;
}

export interface CheckOptions extends JudgeOptions {
  /** A folder that holds the hosts' files under their absolute paths; this machine itself where it is not given. */
  readonly root?: string | undefined;
  /** The password of Elasticsearch's PKCS#12 keystore. */
  readonly keystorePassword?: string | undefined;
  /** The same for the files of `server`, where they are not below `root`. */
  readonly serverRoot?: string | undefined;
}

/** One flag or variable as it was given, and what it decides. */
export interface ExplainedFlag {
  /** `--url` or `FLEET_URL`. */
  readonly flag: string;
  /** Absent where it is a secret. */
  readonly value?: string;
  readonly meaning: string;
  /** True where the flag is given again, and only the last value counts. */
  readonly ignored?: true;
}

/** A handshake over the files of both ends. */
export interface CheckedHandshake {
  readonly client: string;
  readonly server: string;
  readonly serverName: string;
  readonly tls: string;
  readonly outcome: 'accept' | 'refuse';
  /** Which end refused, and OpenSSL's or Node's code for it. */
  readonly reason: string;
}

/** What was checked: each command or file, with its flags. */
export interface CheckedSource {
  /** `command line` or the file's name. */
  readonly source: string;
  readonly kind: 'agent' | 'fleet-server' | 'elasticsearch' | 'kibana' | 'files';
  readonly flags: readonly ExplainedFlag[];
}

export interface CheckResult {
  readonly sources: readonly CheckedSource[];
  readonly findings: readonly Finding[];
  readonly handshakes: readonly CheckedHandshake[];
}
