import { type ClientEnd, type Ends, type Link, linksOf } from '../setup/ends.js';
import type { Opened } from '../setup/opener.js';
import type { FoundCertificate } from '../x509/read/certificate.js';
import { finding, findingOf } from './index.js';
import { judgeAuthorities } from './judges/certificates.js';
import { judgeFile } from './judges/files.js';
import { judgeCaPins, judgeTrustedFingerprint } from './judges/identifiers.js';
import { judgeLink, judgeRoles, type Known } from './judges/links.js';
import { judgeMissingTrust, judgeProxy } from './judges/missing-trust.js';
import { judgeOutput, judgeOutputTrust } from './judges/outputs.js';
import { judgePair } from './judges/pairs.js';
import { judgeSettings } from './judges/settings.js';
import { judgeSpelling } from './judges/spelling.js';
import { judgeValues } from './judges/values.js';
import type { Finding, JudgeOptions } from './types.js';

/** What was found in sources that belong together, and the links between them. */
export interface Judged {
  readonly findings: readonly Finding[];
  readonly links: readonly Link[];
}

/**
 * Judges sources that belong together: each by itself, and each connection between them by both of its endpoints.
 *
 * @param known every certificate there is, also in files that no source names; those of the endpoints unless given
 */
export function judgeSources(sources: readonly Opened[], options: JudgeOptions, known?: Known): Judged {
  const ends: Ends = {
    servers: sources.flatMap(({ servers }) => servers),
    clients: sources.flatMap(({ clients }) => clients),
  };
  const links = linksOf(ends);
  const findings = [
    ...sources.flatMap((source) => judgeSource(source, options)),
    ...judgeConnections(ends, links, options, known),
    ...sources.flatMap(({ setup, clients }) =>
      setup
        ? [
            ...judgeCaPins(setup, clients, links),
            ...judgeMissingTrust(setup, clients, links),
            ...judgeProxy(setup, clients),
          ]
        : [],
    ),
  ];
  return { findings: withoutRepeats(findings), links };
}

/** Judges one source by what it says and by the files that it names. */
function judgeSource({ id, setup, settings, outputs, opened }: Opened, options: JudgeOptions): Finding[] {
  const { remarks, files, lists, pairs } = opened;
  const said = [
    ...remarks.map(findingOf),
    ...(setup ? [...judgeSpelling(setup, options), ...judgeValues(setup)] : []),
    ...(settings ? judgeSettings(settings) : []),
    ...(outputs ?? []).flatMap(judgeOutput),
  ];
  // One warning where this is plainly not the host.
  const elsewhere = files.every(({ file, folderExists }) => file.state === 'missing' && !folderExists);
  if (files.length > 0 && elsewhere) return [...said, finding('files-not-here', setup?.source ?? id)];
  return [
    ...said,
    ...files.flatMap((file) => judgeFile(file, lists, options)),
    ...lists.flatMap((list) =>
      list.files.flatMap(({ where, loaded }) => judgeAuthorities(where, loaded?.certificates ?? [], options)),
    ),
    ...pairs.flatMap((pair) => judgePair(pair, options)),
  ];
}

/** Judges the connections between endpoints that were read or observed. */
export function judgeConnections(
  { servers, clients }: Ends,
  links: readonly Link[],
  options: JudgeOptions,
  known: Known = () =>
    [...servers, ...clients].flatMap(({ presented, trust }): FoundCertificate[] => [
      ...(presented?.chain ?? []),
      ...(trust?.anchors ?? []),
    ]),
): Finding[] {
  return [
    ...links.flatMap((link) => judgeLink(link, known, options)),
    ...servers.filter(({ role }) => role === 'fleet-server').flatMap(judgeRoles),
    ...judgeOutputTrust(clients),
    ...clients.flatMap((client) => [...judgeVerification(client), ...judgeTrustedFingerprint(client, links)]),
  ];
}

/** What turns verification off in a command was found with its flags. */
const judgeVerification = ({ unverified, link }: ClientEnd): Finding[] =>
  unverified && SETTINGS_LINKS.has(link)
    ? [finding('verification-off', unverified.where, { detail: unverified.value })]
    : [];

const SETTINGS_LINKS: ReadonlySet<ClientEnd['link']> = new Set(['agent-to-elasticsearch', 'kibana-to-elasticsearch']);

/** A file that two flags name is wrong once for each reason. */
export const withoutRepeats = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map((one) => [JSON.stringify(one), one])).values(),
];
