import { DerReader } from '../der.js';
import { refusalOf, refuse } from '../refusal.js';
import { timeIn } from '../time.js';
import { constructed, context, isNegative, TAG } from '../values.js';
import { type GoExtension, parseExtension, parseKnown } from './extensions.js';
import { bitsIn, type GoKey, integerIn, parseAlgorithm, parseKey } from './key.js';
import { parseName } from './names.js';

/** What Go's parser makes of a certificate: the kind of its key, or its refusal in Go's own words. */
export type GoVerdict = { readonly key: GoKey } | { readonly refusal: string };

/**
 * Reads a certificate as Go does, which is stricter than OpenSSL: in the order of its steps, so that the first refusal is
 * Go's (Go 1.26 crypto/x509 parser.go:895-1063).
 */
export function readAsGo(der: Buffer): GoVerdict {
  let key: GoKey = 'unknown';
  const refusal = refusalOf(() => {
    key = parseCertificate(der);
  });
  return refusal === undefined ? { key } : { refusal };
}

function parseCertificate(der: Buffer): GoKey {
  const input = new DerReader(der);
  const certificate = input.inside(TAG.sequence) ?? refuse('x509: malformed certificate');
  const signed = certificate.inside(TAG.sequence) ?? refuse('x509: malformed tbs certificate');
  const version = parseVersion(signed);
  const serial = integerIn(signed) ?? refuse('x509: malformed serial number');
  if (isNegative(serial)) refuse('x509: negative serial number');
  const algorithm = signed.read(TAG.sequence) ?? refuse('x509: malformed signature algorithm identifier');
  const outside = certificate.read(TAG.sequence) ?? refuse('x509: malformed algorithm identifier');
  if (!algorithm.content.equals(outside.content))
    refuse("x509: inner and outer signature algorithm identifiers don't match");
  parseAlgorithm(new DerReader(algorithm.content));
  parseName(next(signed, 'issuer'));
  parseValidity(next(signed, 'validity'));
  parseName(next(signed, 'issuer'));
  const key = parseKey(signed.read(TAG.sequence) ?? refuse('x509: malformed spki'));
  if (version > 1) parseRest(signed, version);
  bitsIn(certificate) ?? refuse('x509: malformed signature');
  if (!input.isEmpty) refuse('x509: trailing data');
  return key;
}

/** A reader of the SEQUENCE that comes next, with its own tag. */
function next(reader: DerReader, what: string): DerReader {
  return new DerReader((reader.read(TAG.sequence) ?? refuse(`x509: malformed ${what}`)).whole);
}

function parseVersion(signed: DerReader): number {
  if (!signed.isNext(constructed(0))) return 1;
  const inside = signed.inside(constructed(0)) ?? refuse('x509: malformed version');
  const version = integerIn(inside) ?? refuse('x509: malformed version');
  if (!inside.isEmpty || isNegative(version) || version.length > 8) refuse('x509: malformed version');
  const number = Number(`0x${version.toString('hex')}`) + 1;
  return number > 3 ? refuse('x509: invalid version') : number;
}

function parseValidity(validity: DerReader): void {
  const dates = validity.inside(TAG.sequence)!;
  parseTime(dates);
  parseTime(dates);
}

/** Only the whole forms, with Z or an offset that is not zero; seconds may be missing in UTCTime (cryptobyte asn1.go:492-548). */
const TIMES: Readonly<Record<number, { readonly form: RegExp; readonly refusal: string }>> = {
  [TAG.utcTime]: { form: /^\d{10}(\d{2})?(Z|[+-](?!0000)\d{4})$/, refusal: 'x509: malformed UTCTime' },
  [TAG.generalizedTime]: { form: /^\d{14}(Z|[+-](?!0000)\d{4})$/, refusal: 'x509: malformed GeneralizedTime' },
};

function parseTime(dates: DerReader): void {
  const kind = [TAG.utcTime, TAG.generalizedTime].find((tag) => dates.isNext(tag));
  const { form, refusal } = TIMES[kind ?? 0] ?? refuse('x509: unsupported time format');
  const element = dates.any() ?? refuse(refusal);
  if (!form.test(element.content.toString('latin1')) || timeIn(element) === undefined) refuse(refusal);
}

function parseRest(signed: DerReader, version: number): void {
  for (const [tag, what] of [
    [context(1), 'issuerUniqueID'],
    [context(2), 'subjectUniqueID'],
  ] as const) {
    if (signed.isNext(tag)) signed.any() ?? refuse(`x509: malformed ${what}`);
  }
  if (version !== 3 || !signed.isNext(constructed(3))) return;
  const list = signed.inside(constructed(3))?.inside(TAG.sequence) ?? refuse('x509: malformed extensions');
  const extensions: GoExtension[] = [];
  while (!list.isEmpty) {
    const extension = parseExtension(list.inside(TAG.sequence) ?? refuse('x509: malformed extension'));
    if (extensions.some(({ id }) => id === extension.id))
      refuse(`x509: certificate contains duplicate extension with OID "${extension.id}"`);
    extensions.push(extension);
  }
  extensions.forEach(parseKnown);
}
