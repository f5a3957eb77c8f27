import { CertlabError } from '../errors.js';
import type { FoundCertificate } from '../x509/read/certificate.js';
import type { ClientEnd, ServerEnd } from './ends.js';
import { judgeFingerprint, judgeLink, judgePins, judgeRoles, type Link } from './judging/links.js';
import { judgeSpelling } from './judging/spelling.js';
import { isPin, judgeValues } from './judging/values.js';
import { openElasticsearch } from './open-elasticsearch.js';
import { openSetup } from './open-setup.js';
import { readWords } from './reading/command.js';
import { isEnvironment, readEnvironment } from './reading/environment.js';
import { commandsIn } from './reading/script.js';
import { COMMAND_LINE, isSecret, labelOf, type Setup, shownValue, textOf } from './reading/setup.js';
import type { CheckedSource, CheckOptions, CheckResult, Finding, NamedText, Sources } from './types.js';

/**
 * Checks commands, environments and settings that somebody else wrote, with the files they name, and says what each flag
 * does. Reads files, changes nothing, opens no connection.
 *
 * @throws CertlabError ERR_USAGE when there is no command of Elastic Agent where one should be
 */
export async function check(sources: Sources, options: CheckOptions): Promise<CheckResult> {
  const setups = setupsOf(sources);
  const serverSetups = sources.server ? setupsIn(sources.server) : [];
  const serverRoot = options.serverRoot ?? options.root;
  const findings: Finding[] = [];
  const servers: ServerEnd[] = [];
  const clients: ClientEnd[] = [];
  for (const setup of [...setups, ...serverSetups]) {
    const opened = await openSetup(setup, serverSetups.includes(setup) ? { ...options, root: serverRoot } : options);
    findings.push(...setup.findings, ...judgeSpelling(setup, options), ...judgeValues(setup), ...opened.findings);
    servers.push(...opened.servers);
    clients.push(...opened.clients);
  }
  const { elasticsearchYml } = sources;
  if (elasticsearchYml) {
    const opened = await openElasticsearch(elasticsearchYml, options);
    findings.push(...opened.findings);
    if (opened.server) servers.push(opened.server);
  }
  const links = linksOf(clients, servers);
  const known = [...servers, ...clients].flatMap(({ shown, trust }) => [
    ...(shown?.chain ?? []),
    ...(trust?.anchors ?? []),
  ]);
  findings.push(
    ...links.flatMap((link) => judgeLink(link, known, options)),
    ...servers.filter(({ kind }) => kind === 'fleet-server').flatMap(judgeRoles),
    ...[...setups, ...serverSetups].flatMap((setup) => judgeIdentifiers(setup, clients, links)),
  );
  const { shakeHands } = await import('./handshakes.js');
  const shaken = await shakeHands(links);
  findings.push(...shaken.findings);
  return {
    sources: [
      ...[...setups, ...serverSetups].map(explained),
      ...(elasticsearchYml ? [{ source: elasticsearchYml.name, kind: 'elasticsearch' as const, flags: [] }] : []),
    ],
    findings: withoutRepeats(findings).toSorted(
      (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity),
    ),
    handshakes: shaken.handshakes,
  };
}

const SEVERITIES = ['error', 'warning', 'info'];

function setupsOf({ command, file, environment }: Sources): Setup[] {
  return [
    ...(command ? [readWords({ source: COMMAND_LINE, words: command })] : []),
    ...(environment ? [readEnvironment(environment)] : []),
    ...(file ? setupsIn(file) : []),
  ];
}

/** An environment file, or a script with at least one command. */
function setupsIn(text: NamedText): Setup[] {
  if (isEnvironment(text.text)) return [readEnvironment(text)];
  const commands = commandsIn(text);
  if (commands.length === 0) {
    throw new CertlabError({
      code: 'ERR_USAGE',
      message: `${text.name}: there is no elastic-agent install or elastic-agent enroll in it`,
      hint: 'give a script with such a command, or an environment file of a container',
    });
  }
  return commands.map((one) => readWords({ ...one, source: text.name }));
}

/** Who dials whom: an agent the Fleet Servers of its URL, a Fleet Server its own agent and every Elasticsearch. */
function linksOf(clients: readonly ClientEnd[], servers: readonly ServerEnd[]): Link[] {
  return clients.flatMap((client) => {
    const reached = servers.filter((server) => {
      if (client.kind === 'own-agent') return server.setup === client.setup;
      return client.kind === 'agent' || server.kind === 'elasticsearch';
    });
    const named = reached.filter(({ host }) => host !== undefined && host === client.dials?.host);
    const others = reached.filter(({ kind }) => kind === 'elasticsearch');
    const chosen = client.kind === 'agent' && named.length > 0 ? [...named, ...others] : reached;
    return chosen.map((server) => ({ client, server }));
  });
}

/** Pins and fingerprints name certificates, so they are judged by all that a connection may show. */
function judgeIdentifiers(setup: Setup, clients: readonly ClientEnd[], links: readonly Link[]): Finding[] {
  const own = clients.filter((client) => client.setup === setup);
  const shownTo = (kinds: readonly ClientEnd['kind'][]): FoundCertificate[] =>
    links
      .filter(({ client }) => own.includes(client) && kinds.includes(client.kind))
      .flatMap(({ server }) => server.shown?.chain ?? []);
  const pins = (textOf(setup, 'ca-sha256') ?? '').split(',').map((pin) => pin.trim());
  const fingerprint = textOf(setup, 'fleet-server-es-ca-trusted-fingerprint');
  const anchorsOf = (kinds: readonly ClientEnd['kind'][]) =>
    own.filter(({ kind }) => kinds.includes(kind)).flatMap(({ trust }) => trust?.anchors ?? []);
  const sent = shownTo(['fleet-server']);
  return [
    ...(pins.some(isPin)
      ? judgePins(labelOf(setup, 'ca-sha256'), pins, [...anchorsOf(AGENTS), ...shownTo(AGENTS)])
      : []),
    ...(fingerprint !== undefined && /^[0-9a-f]{64}$/i.test(fingerprint)
      ? judgeFingerprint(
          labelOf(setup, 'fleet-server-es-ca-trusted-fingerprint'),
          fingerprint,
          sent.length > 0 ? sent : undefined,
          anchorsOf(['fleet-server']),
        )
      : []),
  ];
}

const AGENTS = ['agent', 'own-agent'] as const;

const explained = ({ source, given, startsFleetServer }: Setup): CheckedSource => ({
  source,
  kind: startsFleetServer ? 'fleet-server' : 'agent',
  flags: given.map(({ flag, label, value }, index) => ({
    flag: label,
    ...(isSecret(flag) || flag.kind === 'switch' ? {} : { value: shownValue({ flag, value }) }),
    meaning: flag.meaning,
    ...(flag.kind !== 'texts' && given.slice(index + 1).some((later) => later.flag === flag) && { ignored: true }),
  })),
});

/** A file that two flags name is wrong once for each reason. */
const withoutRepeats = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map((one) => [JSON.stringify(one), one])).values(),
];
