import { CLIENT_AUTHS, type ClientAuth } from '../deployment/types.js';
import type { LinkId } from '../plan/types.js';
import type { ClientEnd, ServerEnd } from './ends.js';
import { found, type Report } from './findings.js';
import { type HostFiles, hasFile } from './host-files.js';
import { type Authority, type Identity, openAuthorities, openIdentity } from './identity.js';
import type { Installation } from './installation.js';
import type { InstallOptions } from './options.js';
import type { FleetSettings, Output } from './settings.js';

/** A bundle that installs Elastic Agent, and what it does there. */
export interface AgentHost {
  readonly files: HostFiles;
  readonly installation: Installation & { readonly options: InstallOptions };
}

/** `--fleet-server-es` is what starts a Fleet Server (elastic-agent internal/pkg/agent/cmd/enroll_cmd.go:236-402). */
export const startsFleetServer = ({ installation }: AgentHost): boolean => installation.options.has('fleet-server-es');

/** What Fleet Server listens with: the authorities of the agent's own flag judge the agents (application/enroll/enroll.go:375). */
export function fleetServerEnd(host: AgentHost, report: Report): ServerEnd | undefined {
  const { files, installation } = host;
  const { options } = installation;
  if (!options.has('fleet-server-cert')) {
    report(found('server-certificate-missing', `${files.bundle.id}: ${installation.file}`));
    return undefined;
  }
  const shows = pairOf(host, 'fleet-server-cert', report);
  return (
    shows && {
      role: 'fleet-server',
      bundle: files.bundle.id,
      host: hostOf(options.get('url')) ?? files.bundle.id,
      shows,
      trusts: flagAuthorities(host, 'certificate-authorities', report),
      clientAuth: clientAuthOf(options),
    }
  );
}

const clientAuthOf = (options: InstallOptions): ClientAuth =>
  CLIENT_AUTHS.find((value) => value === options.get('fleet-server-client-auth')) ?? 'none';

/** Fleet's settings may name files too: they must be on the Fleet Servers whose URL they are for. */
export function checkFleetServerFiles({ files, installation }: AgentHost, fleet: FleetSettings, report: Report): void {
  const own = hostOf(installation.options.get('url'));
  for (const { file, paths, urls } of fleet.fleetServers) {
    if (!hostsOf(urls).some((host) => host === own)) continue;
    for (const path of paths.filter((each) => !hasFile(files, each))) {
      report(found('file-not-in-bundle', `${file}: ${files.bundle.id}`, path));
    }
  }
}

/** The two links a Fleet Server host begins: its own agent's, over localhost:8221, and the one to Elasticsearch. */
export function fleetServerClients(host: AgentHost, report: Report): ClientEnd[] {
  const { options, file } = host.installation;
  const { id } = host.files.bundle;
  // One path, not a list (application/enroll/enroll.go:299-307).
  const esAuthority = options.get('fleet-server-es-ca');
  if (esAuthority?.includes(',')) report(found('fleet-server-es-ca-list', `${id}: ${file}`));
  for (const flag of ['insecure', 'fleet-server-es-insecure']) {
    if (options.get(flag) === 'true') report(found('verification-off', `${id}: ${file}`, `--${flag}`));
  }
  return [
    // Chain only, whatever the flags say (application/enroll/enroll.go:230-235).
    clientEnd(host, 'own-agent-to-fleet-server', {
      dials: ['localhost'],
      name: 'ignored',
      trusts: flagAuthorities(host, 'certificate-authorities', report),
      shows: pairOf(host, 'elastic-agent-cert', report),
    }),
    clientEnd(host, 'fleet-server-to-elasticsearch', {
      dials: hostsOf([options.get('fleet-server-es')]),
      // By reading: its TLS settings carry no server name (fleet-server internal/pkg/config/output.go:125-131).
      name: 'expected',
      trusts: openAuthorities(host.files, esAuthority === undefined ? [] : [esAuthority], report),
      shows: pairOf(host, 'fleet-server-es-cert', report),
    }),
  ];
}

/** An ordinary agent's links: to Fleet Server by its flags and by Fleet's settings, to Elasticsearch by its output. */
export function agentClients(host: AgentHost, fleet: FleetSettings, report: Report): ClientEnd[] {
  const { options, file } = host.installation;
  const { id } = host.files.bundle;
  if (options.get('insecure') === 'true') report(found('verification-off', `${id}: ${file}`, '--insecure'));
  const outputs = outputsFor(host, fleet.outputs);
  if (outputs.length === 0) report(found('link-incomplete', `${id}: agent-to-elasticsearch`));
  for (const output of outputs) {
    if (output.verificationMode === 'none') report(found('verification-off', output.file, 'ssl.verification_mode'));
  }
  return [
    clientEnd(host, 'agent-to-fleet-server', {
      dials: hostsOf([options.get('url'), ...fleet.fleetServers.flatMap(({ urls }) => urls)]),
      name: 'compared',
      trusts: flagAuthorities(host, 'certificate-authorities', report),
      shows: pairOf(host, 'elastic-agent-cert', report),
    }),
    ...outputs.map((output) =>
      clientEnd(host, 'agent-to-elasticsearch', {
        dials: hostsOf(output.hosts),
        name: output.verificationMode === 'certificate' ? 'ignored' : 'compared',
        trusts: openAuthorities(host.files, output.authorities, report),
        shows: outputIdentity(host.files, output, report),
        trustedFingerprint: output.trustedFingerprint,
      }),
    ),
  ];
}

type EndParts = {
  readonly [Part in 'shows' | 'trustedFingerprint']?: ClientEnd[Part] | undefined;
} & Pick<ClientEnd, 'dials' | 'name' | 'trusts'>;

function clientEnd(host: AgentHost, link: LinkId, { shows, trustedFingerprint, ...parts }: EndParts): ClientEnd {
  return {
    link,
    bundle: host.files.bundle.id,
    kind: host.installation.file,
    ...parts,
    ...(shows && { shows }),
    ...(trustedFingerprint !== undefined && { trustedFingerprint }),
  };
}

/** Certificate, key and passphrase: three flags of one beginning. */
function pairOf({ files, installation }: AgentHost, flag: string, report: Report): Identity | undefined {
  const { options } = installation;
  const [certificate, key] = [options.get(flag), options.get(`${flag}-key`)];
  if (certificate === undefined && key === undefined) return undefined;
  const passphrase = options.get(`${flag}-key-passphrase`);
  const paths = { certificate: certificate ?? '', key: key ?? '', ...(passphrase !== undefined && { passphrase }) };
  return openIdentity(files, paths, report);
}

const flagAuthorities = ({ files, installation }: AgentHost, flag: string, report: Report): Authority[] =>
  openAuthorities(files, listed(installation.options.get(flag)), report);

/** Elastic Agent splits at commas and trims (internal/pkg/cli/flags.go:13). */
const listed = (value: string | undefined): string[] =>
  value === undefined ? [] : value.split(',').map((path) => path.trim());

/**
 * A policy has one output, so agents whose files lie elsewhere get another one. Each agent takes those that show what its
 * command shows, else those that name files it has, else whatever is there: then its files are reported as missing.
 */
function outputsFor({ files, installation }: AgentHost, outputs: readonly Output[]): Output[] {
  const { options } = installation;
  const likeCommand = ({ certificate, key, passphrase }: Output) =>
    certificate === options.get('elastic-agent-cert') &&
    key === options.get('elastic-agent-cert-key') &&
    passphrase === options.get('elastic-agent-cert-key-passphrase');
  const usable = outputs.filter((output) => pathsOf(output).every((path) => hasFile(files, path)));
  const [chosen = []] = [usable.filter(likeCommand), namingMost(usable), outputs.slice(0, 1)].filter(
    (some) => some.length > 0,
  );
  const distinct = new Map(chosen.map((output) => [JSON.stringify({ ...output, file: '' }), output]));
  return [...distinct.values()];
}

/** An output that leaves out the passphrase is for other hosts than those that have one. */
const namingMost = (outputs: readonly Output[]): Output[] => {
  const most = Math.max(...outputs.map((output) => pathsOf(output).length));
  return outputs.filter((output) => pathsOf(output).length === most);
};

const pathsOf = ({ authorities, certificate, key, passphrase }: Output): string[] =>
  [...authorities, certificate, key, passphrase].filter((path) => path !== undefined);

function outputIdentity(files: HostFiles, output: Output, report: Report): Identity | undefined {
  const { certificate, key, passphrase } = output;
  if (certificate === undefined || key === undefined) return undefined;
  return openIdentity(files, { certificate, key, ...(passphrase !== undefined && { passphrase }) }, report);
}

/** Host names of URLs, without the brackets of IPv6, each once. */
export const hostsOf = (urls: readonly (string | undefined)[]): string[] => [
  ...new Set(urls.map(hostOf).filter((host) => host !== undefined)),
];

function hostOf(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  return new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
}
