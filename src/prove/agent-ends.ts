import { type AgentHost, clientEnd, flagAuthorities, hostsOf, pairOf } from './agent-host.js';
import type { ClientEnd } from './ends.js';
import { found, type Report } from './findings.js';
import { type HostFiles, hasFile } from './host-files.js';
import { type Identity, openAuthorities, openIdentity } from './identity.js';
import type { FleetSettings, Output } from './settings.js';

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
