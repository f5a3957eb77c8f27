import type { Authority } from '../handshake/ends.js';
import type { LinkId } from '../plan/types.js';
import type { ClientEnd } from './ends.js';
import type { Report } from './findings.js';
import type { HostFiles } from './host-files.js';
import { type Identity, openAuthorities, openIdentity } from './identity.js';
import type { Installation } from './installation.js';
import type { InstallOptions } from './options.js';

/** A bundle that installs Elastic Agent, and what it does there. */
export interface AgentHost {
  readonly files: HostFiles;
  readonly installation: Installation & { readonly options: InstallOptions };
}

/** `--fleet-server-es` is what starts a Fleet Server (elastic-agent internal/pkg/agent/cmd/enroll_cmd.go:236-402). */
export const startsFleetServer = ({ installation }: AgentHost): boolean => installation.options.has('fleet-server-es');

type EndParts = {
  readonly [Part in 'shows' | 'trustedFingerprint']?: ClientEnd[Part] | undefined;
} & Pick<ClientEnd, 'dials' | 'name' | 'trusts'>;

/** A client's end of a link; parts that are undefined are left out. */
export function clientEnd(host: AgentHost, link: LinkId, { shows, trustedFingerprint, ...parts }: EndParts): ClientEnd {
  return {
    link,
    bundle: host.files.bundle.id,
    kind: host.installation.file,
    ...parts,
    ...(shows && { shows }),
    ...(trustedFingerprint !== undefined && { trustedFingerprint }),
  };
}

/** Paths of a certificate, its key and the passphrase, as far as they are named. */
export interface NamedPair {
  readonly certificate?: string;
  readonly key?: string;
  readonly passphrase?: string;
}

/** Three flags of one beginning. */
export function namedPair({ installation: { options } }: AgentHost, flag: string): NamedPair {
  const [certificate, key, passphrase] = ['', '-key', '-key-passphrase'].map((end) => options.get(`${flag}${end}`));
  return {
    ...(certificate !== undefined && { certificate }),
    ...(key !== undefined && { key }),
    ...(passphrase !== undefined && { passphrase }),
  };
}

/** Opens a pair; one half without the other is one that cannot be used. */
export function openPair({ files }: AgentHost, pair: NamedPair, report: Report): Identity | undefined {
  if (pair.certificate === undefined && pair.key === undefined) return undefined;
  return openIdentity(files, { certificate: '', key: '', ...pair }, report);
}

/** What a command's flags of one beginning show. */
export const pairOf = (host: AgentHost, flag: string, report: Report): Identity | undefined =>
  openPair(host, namedPair(host, flag), report);

/** The authorities that a flag lists. */
export const flagAuthorities = ({ files, installation }: AgentHost, flag: string, report: Report): Authority[] =>
  openAuthorities(files, listed(installation.options.get(flag)), report);

/** Elastic Agent splits at commas and trims (internal/pkg/cli/flags.go:13). */
const listed = (value: string | undefined): string[] =>
  value === undefined ? [] : value.split(',').map((path) => path.trim());

/** Host names of URLs, without the brackets of IPv6, each once. */
export const hostsOf = (urls: readonly (string | undefined)[]): string[] => [
  ...new Set(urls.map(hostOf).filter((host) => host !== undefined)),
];

/** The host name of a URL; undefined where there is none. */
export function hostOf(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  return new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
}
