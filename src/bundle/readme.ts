import type { ClientAuth, Deployment } from '../deployment/types.js';
import { formatStackVersion } from '../deployment/versions.js';
import type { HostRole, PlannedCertificate, PlannedHost } from '../plan/types.js';
import { markdownCode } from '../text/quote.js';
import { checksOf } from './checks.js';
import { whatIs } from './file-notes.js';
import { PRIVATE, PUBLIC, textFile } from './files.js';
import { PROGRAM_NAMES, TLS_MODES, turnOf } from './roles.js';
import type { Step, StepInput } from './step-parts.js';
import { stepsFor, unpackStep } from './steps.js';
import { renderTemplate } from './templates.js';
import { troublesOf } from './troubles.js';
import type { OutputFile } from './types.js';

/** Said wherever an operator may be about to do it: agents that lose Fleet Server cannot be told how to find it again. */
export const SSL_EDITING_WARNING =
  'editing the SSL or proxy settings of a Fleet Server that is in use can cut its agents off, and after a change of client certificates they may have to be enrolled again. Try it with one agent first.';

const WARNINGS: Readonly<Partial<Record<HostRole, string>>> = {
  'fleet-server': SSL_EDITING_WARNING,
  kibana: SSL_EDITING_WARNING,
};

/** What the pages of all hosts of one kind have in common. */
export type PageParts = ReturnType<typeof pageParts>;

/** Makes the common parts from one host of the kind and the files of its bundle. */
export function pageParts(input: StepInput, files: readonly Omit<OutputFile, 'content'>[]) {
  const { plan, host } = input;
  return {
    order: turnOf(host.role),
    warning: WARNINGS[host.role],
    clients: host.role === 'elasticsearch' ? CLIENTS[plan.deployment.esClientAuth] : undefined,
    steps: stepsFor(input).map(inList),
    files: files.map(({ path, mode }) => ({
      path: markdownCode(path),
      what: whatIs(path, plan),
      secret: mode === PRIVATE,
    })),
    secrets: secretsNote(host),
    checks: checksOf(plan, host),
    troubles: troublesOf(plan, host),
  };
}

/** The page that comes with a bundle: what to do on this host, with its own names. */
export function readme(deployment: Deployment, host: PlannedHost, folder: string, parts: PageParts): OutputFile {
  const page = renderTemplate('README.md', {
    ...parts,
    title: `${PROGRAM_NAMES[host.role]} on ${markdownCode(host.name)}`,
    summary: summaryOf(deployment, host),
    steps: [inList(unpackStep(host, folder)), ...parts.steps],
    certificates: host.certificates.map(certificateRow),
  });
  return textFile('README.md', PUBLIC, page);
}

/** Code inside an item of a list is indented like its text. */
const inList = (step: Step): Step => ({ ...step, ...(step.code && { code: step.code.replaceAll('\n', '\n   ') }) });

function summaryOf({ name, mode, stackVersion }: Deployment, host: PlannedHost): string {
  const version = formatStackVersion(stackVersion);
  return `The files of the host ${markdownCode(host.name)} and of no other, in the deployment ${markdownCode(name)}: Elastic Stack ${version} with ${TLS_MODES[mode]}.`;
}

const CLIENTS: Readonly<Record<ClientAuth, string | undefined>> = {
  none: undefined,
  optional:
    'Elasticsearch checks the certificate of a client that shows one, and lets the others in too. Fleet Server, Kibana and the agents show theirs. Once nothing else connects without one, `client_authentication: required` closes the door.',
  required:
    'With `client_authentication: required` Elasticsearch refuses **every** client without a certificate signed by es-ca or agent-ca. Fleet Server, Kibana and the agents of this deployment find theirs in their bundles. Everything else that uses this port needs one as well: `curl`, health checks, monitoring, Logstash, other Beats. To change a cluster that is in use, start with `optional`. A client certificate does not replace a token or a password.',
};

function secretsNote(host: PlannedHost): string {
  const encrypted = host.certificates.some((certificate) => certificate.passphrase !== 'none');
  return [
    'Whoever has a file marked **yes** can act as this host. `manifest.json` tells whether a file is still what was made here.',
    ...(encrypted
      ? ['A passphrase beside its key protects backups and copies of the key alone, not a host that somebody controls.']
      : []),
    ...((host.role === 'agent' || host.role === 'fleet-server') && host.platform !== 'container'
      ? ['The install command takes its token as an argument: while it runs, other users of the host can see it.']
      : []),
  ].join(' ');
}

function certificateRow({ name, subject, subjectAltNames, authority, validity }: PlannedCertificate): object {
  return {
    file: markdownCode(`${name}.pem`),
    subject: markdownCode(subject.commonName),
    names: subjectAltNames.map(({ value }) => markdownCode(value)).join(', '),
    authority,
    notAfter: validity.notAfter.toISOString().slice(0, 10),
  };
}
