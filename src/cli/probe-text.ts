import type { ChalkInstance } from 'chalk';
import type { PresentedCertificate } from '../probe/certificate.js';
import { type ClientCertificateRequest, PROBED_VERSIONS, type ProbeResult } from '../probe/types.js';
import { count, listed } from './count.js';
import { findingsText } from './findings-text.js';
import { visible } from './terminal/terminal.js';

/** What `probe` prints for people: the server, its chain, who got in, what is wrong. */
export function probeText(result: ProbeResult, colour: ChalkInstance): string {
  const { chain, findings } = result;
  return [
    colour.bold(result.url),
    ...rows(serverRows(result)),
    ...chain.flatMap((certificate, index) => [
      '',
      colour.bold(`certificate ${index + 1} of ${chain.length}`),
      ...rows(certificateRows(certificate)),
    ]),
    ...admissionLines(result, colour),
    ...(findings.length > 0 ? ['', findingsText(findings, colour)] : []),
    '',
    findings.length > 0 ? count(findings.length, 'finding') : colour.green('nothing is found to be wrong'),
  ].join('\n');
}

type Row = readonly [label: string, text: string];

const rows = (list: readonly Row[]): string[] =>
  list.map(([label, text]) => `  ${label.padEnd(10)} ${visible(text)}`.trimEnd());

function serverRows(result: ProbeResult): Row[] {
  const { application, versions, request, madeBy, publicAuthority, admissions, chain } = result;
  const accepted = PROBED_VERSIONS.filter((version) => versions[version]);
  const program = application
    ? [application.name, ...application.state].join(', ')
    : 'not told: no answer of a program of the Elastic Stack';
  return [
    ['program', program],
    ['versions', listed(accepted) || 'none'],
    ['asks for', ASKS[request.asks]],
    ...authorityRows(request),
    ...(madeBy !== undefined ? [['made by', `${madeBy}, which is among the given files`] as const] : []),
    ...(publicAuthority !== undefined ? [['made by', `${publicAuthority}, a public CA`] as const] : []),
    ...(madeBy === undefined && publicAuthority === undefined && admissions.length > 0 && chain.length > 0
      ? [['made by', 'none of the given authorities'] as const]
      : []),
  ];
}

const ASKS: Readonly<Record<ClientCertificateRequest['asks'], string>> = {
  no: 'no client certificate',
  optional: 'a client certificate, and can do without',
  required: 'a client certificate, and refuses whoever shows none',
  unknown: 'nothing that can be seen: TLS 1.3 hides the request of a server that can do without',
};

function authorityRows({ asks, authorities }: ClientCertificateRequest): Row[] {
  if (asks === 'no' || asks === 'unknown') return [];
  if (authorities === undefined)
    return [['from', 'authorities that TLS 1.3 hides, and the server speaks nothing older']];
  if (authorities.length === 0) return [['from', 'any authority: its list is empty']];
  return authorities.map((name) => ['from', name] as const);
}

function certificateRows(certificate: PresentedCertificate): Row[] {
  const { subject, issuer, subjectAltNames, notBefore, notAfter, daysLeft, key, authority } = certificate;
  const left = daysLeft < 0 ? `ended ${count(-daysLeft, 'day')} ago` : `${count(daysLeft, 'day')} left`;
  return [
    ['subject', subject],
    ['issuer', issuer === subject ? 'itself' : issuer],
    ['names', subjectAltNames.join(', ') || 'none'],
    ['valid', `${day(notBefore)} to ${day(notAfter)}, ${left}`],
    ['key', authority ? `${key}, an authority's` : key],
    // Each in the form of the log or setting it is compared with.
    ['SHA-1', `${certificate.sha1} (Elasticsearch's log)`],
    ['SHA-256', `${certificate.sha256} (ca_trusted_fingerprint)`],
    ['pin', `${certificate.spkiSha256} (ca_sha256)`],
  ];
}

const day = (time: string): string => time.slice(0, 10);

function admissionLines({ admissions }: ProbeResult, colour: ChalkInstance): string[] {
  if (admissions.length === 0) return [];
  return [
    '',
    ...admissions.map(({ client, tls, admitted, reason }) => {
      const verdict = admitted ? colour.green('gets in') : colour.red('is kept out');
      return `${client} (${tls}): ${verdict}, ${visible(reason)}`;
    }),
  ];
}
