import { isIP } from 'node:net';
import type { Details } from '../../setup/remark.js';
import { allows, CLIENT_AUTH, type FoundCertificate, hasSigned, SERVER_AUTH } from '../../x509/read/certificate.js';
import { isStrongKey, isWeakSignature } from '../../x509/read/strength.js';
import { finding, type RuleId } from '../index.js';
import type { Finding, JudgeOptions } from '../types.js';

export type Purpose = 'server' | 'client';
export const USAGE_OF: Readonly<Record<Purpose, string>> = { server: SERVER_AUTH, client: CLIENT_AUTH };

type Judge = (certificate: FoundCertificate, options: JudgeOptions) => (readonly [RuleId, Details?])[];

const SOON_DAYS = 30;
export const DAY_MS = 24 * 60 * 60 * 1000;

const validity: Judge = ({ validFrom, validTo }, { now }) => {
  const values = datesOf({ validFrom, validTo }, now);
  const { begin, end } = values;
  if (now > validTo) return [['certificate-expired', { values, detail: `it ended ${end}` }]];
  if (now < validFrom) return [['certificate-not-yet-valid', { values, detail: `it begins ${begin}` }]];
  const isSoon = validTo.getTime() - now.getTime() < SOON_DAYS * DAY_MS;
  return isSoon ? [['certificate-expires-soon', { detail: `it ends ${end}` }]] : [];
};

/** A CA that is sent along and has ended is the same trouble as one that is listed. */
const sentValidity: Judge = (certificate, options) =>
  validity(certificate, options).map(([rule, details]) =>
    rule === 'certificate-expired' && certificate.ca
      ? (['authority-expired', details ?? {}] as const)
      : ([rule, details ?? {}] as const),
  );

const datesOf = ({ validFrom, validTo }: Pick<FoundCertificate, 'validFrom' | 'validTo'>, now: Date) => ({
  now: seconds(now),
  begin: seconds(validFrom),
  end: seconds(validTo),
});

/** RFC 3339 as Go prints it. */
const seconds = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z');

const keyStrength: Judge = ({ publicKey, keyAlgorithm }, { fips }) => {
  const { asymmetricKeyType: type = keyAlgorithm, asymmetricKeyDetails: details } = publicKey ?? {};
  const shape = type === 'rsa' ? `RSA-${details?.modulusLength}` : (details?.namedCurve ?? type);
  return isStrongKey(publicKey)
    ? []
    : [[fips ? 'fips-key-type' : 'weak-key', { values: { type: shape }, detail: shape }]];
};

/** Nobody verifies how a self-signed certificate is signed, nor a trust anchor, however it is signed (RFC 5280 section 6.1.1). */
const signature: Judge = (certificate) => {
  const { subject, issuer, signatureAlgorithm: algorithm } = certificate;
  if (subject === issuer || !isWeakSignature(algorithm)) return [];
  return [['weak-signature', { values: { algorithm, name: issuerOf(certificate) }, detail: algorithm }]];
};

const serverNames: Judge = ({ names }) => {
  if (!names.some(({ kind }) => kind === 'dns' || kind === 'ip')) return [['leaf-without-san']];
  const dns = names.filter(({ kind }) => kind === 'dns').map(({ value }) => value);
  return [
    ...dns
      .filter((name) => isIP(name) !== 0)
      .map((name) => ['address-in-dns-san', { values: { name }, detail: name }] as const),
    ...dns
      .filter((name) => isIP(name) === 0 && !isPlainName(name))
      .map((name) => ['san-malformed', { detail: JSON.stringify(name) }] as const),
  ];
};

/** Labels of letters, digits, hyphens and underscores; a wildcard is a whole first label above at least two others. */
const isPlainName = (name: string): boolean =>
  /^(\*\.(?=[^.]+\.))?([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*$/.test(
    name,
  );

const serverUsage: Judge = (certificate) => (allows(certificate, SERVER_AUTH) ? [] : [['server-usage-missing']]);
const clientUsage: Judge = (certificate) => (allows(certificate, CLIENT_AUTH) ? [] : [['client-usage-missing']]);
const signs: Judge = ({ keyUsage }) =>
  keyUsage === undefined || keyUsage.includes('digitalSignature')
    ? []
    : [['key-usage-without-signature', { detail: `it has ${keyUsage.join(', ') || 'none'}` }]];

const JUDGES: Readonly<Record<Purpose, readonly Judge[]>> = {
  server: [validity, keyStrength, signature, serverNames, serverUsage, signs],
  client: [validity, keyStrength, signature, clientUsage, signs],
};

/** Judges what one end shows by itself: its own certificate, and what follows it in the file. */
export function judgeChain(
  { where, chain }: { readonly where: string; readonly chain: readonly [FoundCertificate, ...FoundCertificate[]] },
  purpose: Purpose,
  options: JudgeOptions,
): Finding[] {
  const [leaf, ...rest] = chain;
  const told = (list: readonly (readonly [RuleId, Details?])[]) =>
    list.map(([rule, details]) => finding(rule, where, details));
  const disorder = chain.findIndex((certificate, index) => {
    const next = chain[index + 1];
    return next !== undefined && !hasSigned(next, certificate);
  });
  // Of a file that begins with its CA nothing else would be to the point.
  const isUpsideDown = leaf.ca && disorder === 0;
  return [
    ...(leaf.ca ? told([['leaf-is-authority', { detail: subjectOf(leaf) }]]) : []),
    ...(isUpsideDown ? [] : told(JUDGES[purpose].flatMap((judge) => judge(leaf, options)))),
    ...rest.flatMap((certificate) =>
      told([
        ...sentValidity(certificate, options),
        ...keyStrength(certificate, options),
        ...signature(certificate, options),
      ]),
    ),
    ...(disorder === -1 ? [] : told([['chain-out-of-order', { detail: `certificate ${disorder + 2} of the file` }]])),
  ];
}

/** Judges one file of authorities by itself. */
export function judgeAuthorities(
  where: string,
  authorities: readonly FoundCertificate[],
  options: JudgeOptions,
): Finding[] {
  const { now } = options;
  const isCurrent = ({ validFrom, validTo }: FoundCertificate) => now >= validFrom && now <= validTo;
  const expired = authorities.length > 0 && !authorities.some(isCurrent);
  const told = (rule: RuleId, certificate: FoundCertificate, details: Details = {}) =>
    finding(rule, where, { detail: subjectOf(certificate), values: { name: subjectOf(certificate) }, ...details });
  return [
    ...(expired
      ? [
          told('authority-expired', authorities[0]!, {
            values: datesOf(authorities[0]!, now),
            silent: now < authorities[0]!.validFrom,
          }),
        ]
      : []),
    ...authorities.flatMap((certificate) => [
      ...(certificate.ca ? [] : [told('authority-not-ca', certificate, { silent: true })]),
      ...(certificate.ca && certificate.keyUsage?.includes('keyCertSign') === false
        ? [told('authority-cannot-sign', certificate)]
        : []),
      ...(isCurrent(certificate) ? keyStrength(certificate, options) : []).map(([rule, details]) =>
        finding(rule, where, details),
      ),
    ]),
  ];
}

export const subjectOf = ({ subject }: Pick<FoundCertificate, 'subject'>): string => nameShown(subject);

export const issuerOf = ({ issuer }: Pick<FoundCertificate, 'issuer'>): string => nameShown(issuer);

/** The common name, or the whole name where it has none. */
const nameShown = (name: string): string => commonName(name) ?? wholeName(name);

/** The common name in a name of one attribute a line. */
export const commonName = (name: string): string | undefined => /(?:^|\n)CN=(.*)/.exec(name)?.[1];

const wholeName = (name: string): string => (name === '' ? 'an empty name' : name.replaceAll('\n', ', '));
