import { OIDS } from '../../oids.js';
import type { Element } from '../der.js';
import { refusalOf, refuse } from '../refusal.js';
import { constructed, context, TAG } from '../values.js';
import { type Algorithm, parseAlgorithm, parseKey } from './algorithms.js';
import { type JavaExtension, parseExtensions } from './extensions.js';
import { parseName } from './names.js';
import { bitStringIn, integerIn, intIn, ioException, JavaReader, onlyValue } from './values.js';

/** What an exception of Java is called where its message says nothing else. */
const parsing = (message: string): never => refuse(message);

/**
 * Reads a certificate as Java does, in the order of its steps (JDK 25 sun.security.x509 X509CertImpl.parse,
 * X509CertInfo.parse).
 *
 * @returns the exception as Elasticsearch prints it, e.g. `CertificateParsingException (signed fields invalid)`; undefined
 *   where there is none
 */
export function readAsJava(der: Buffer): string | undefined {
  let signed: Element | undefined;
  let outside: Algorithm | undefined;
  const outer = refusalOf(() => {
    const certificate = onlyValue(der);
    if (certificate.tag !== TAG.sequence) parsing('invalid DER-encoded certificate data');
    const parts = new JavaReader(certificate.content);
    const [first, algorithm, signature] = [parts.next(), parts.next(), parts.next()];
    if (parts.left > 0) parsing(`signed overrun, bytes = ${parts.left}`);
    if (first.tag !== TAG.sequence) parsing('signed fields invalid');
    outside = parseAlgorithm(algorithm);
    bitStringIn(signature);
    signed = first;
  });
  if (outer !== undefined)
    return isIo(outer)
      ? `CertificateException (Unable to initialize, ${outer})`
      : `CertificateParsingException (${outer})`;
  let inside: Algorithm | undefined;
  const inner = refusalOf(() => {
    inside = parseSigned(new JavaReader(signed!.content));
  });
  if (inner !== undefined) return `CertificateParsingException (${inner})`;
  return isSame(outside!, inside!) ? undefined : 'CertificateException (Signature algorithm mismatch)';
}

const isIo = (message: string): boolean => message.startsWith('java.io.');

const isSame = (a: Algorithm, b: Algorithm): boolean =>
  a.oid === b.oid && (a.parameters?.whole ?? Buffer.alloc(0)).equals(b.parameters?.whole ?? Buffer.alloc(0));

function parseSigned(fields: JavaReader): Algorithm {
  let field = fields.next();
  let version = 0;
  if (field.tag === constructed(0)) {
    version = Number(`0x0${intIn(new JavaReader(field.content).next()).toString('hex')}`);
    field = fields.next();
  }
  integerIn(field);
  const algorithm = parseAlgorithm(fields.next());
  if (parseName(fields.next()).isEmpty) parsing('Empty issuer DN not allowed in X509Certificates');
  parseValidity(fields.next());
  const subject = parseName(fields.next());
  if (version === 0 && subject.isEmpty) parsing('Empty subject DN not allowed in v1 certificate');
  parseKey(fields.next());
  if (fields.left === 0) return algorithm;
  if (version === 0) parsing('no more data allowed for version 1 certificate');
  let rest: Element | undefined = fields.next();
  for (const number of [1, 2]) {
    if (rest !== undefined && (rest.tag === context(number) || rest.tag === constructed(number)))
      rest = fields.optional();
  }
  if (rest === undefined) return algorithm;
  if (version !== 2) parsing('Extensions not allowed in v2 certificate');
  const extensions = rest.tag === constructed(3) ? parseExtensions(new JavaReader(rest.content).next()) : undefined;
  if (subject.isEmpty) judgeEmptySubject(extensions);
  return algorithm;
}

/** Without a subject the names have to be there, and critical (RFC 5280 section 4.2.1.6). */
function judgeEmptySubject(extensions: readonly JavaExtension[] | undefined): void {
  const incomplete = 'X.509 Certificate is incomplete: ';
  if (extensions === undefined) parsing(`${incomplete}subject field is empty, and certificate has no extensions`);
  const names = extensions!.find(({ id }) => id === OIDS.subjectAltName);
  if (names === undefined)
    parsing(`${incomplete}subject field is empty, and SubjectAlternativeName extension is absent`);
  if (!names!.critical)
    parsing(`${incomplete}SubjectAlternativeName extension MUST be marked critical when subject field is empty`);
}

function parseValidity({ tag, content }: Element): void {
  if (tag !== TAG.sequence) ioException('Invalid encoded CertificateValidity, starting sequence tag missing.');
  const dates = new JavaReader(content).all();
  if (dates.length !== 2) ioException('Invalid encoding for CertificateValidity');
  dates.forEach(parseTime);
}

/** DerValue.getTimeInternal: seconds may be missing, fractions and offsets be there. */
function parseTime({ tag, content }: Element): void {
  const generalized = tag === TAG.generalizedTime;
  if (!generalized && tag !== TAG.utcTime) ioException('Invalid encoding for CertificateValidity');
  const type = generalized ? 'Generalized' : 'UTC';
  const form = generalized ? /^(?:\d{4})(\d{8})(.*)$/s : /^(?:\d{2})(\d{8})(.*)$/s;
  const [, minutes, rest] = form.exec(content.toString('latin1')) ?? [];
  if (minutes === undefined) ioException(`Parse ${type} time, invalid format`);
  const [month, day, hour, minute] = minutes!.match(/../g)!.map(Number);
  const hasSeconds = rest!.length > 2;
  const [, zone] = (hasSeconds ? /^[0-5]\d(?:[.,]\d+)?(.*)$/s : /^(.*)$/s).exec(rest!) ?? [];
  const isPossible = month! >= 1 && month! <= 12 && day! >= 1 && day! <= 31 && hour! < 24 && minute! < 60;
  if (zone === undefined || !isPossible) ioException(`Parse ${type} time, invalid format`);
  if (zone!.length !== 1 && zone!.length !== 5) ioException(`Parse ${type} time, invalid offset`);
  if (!/^(Z|[+-]\d{4})$/.test(zone!)) ioException(`Parse ${type} time, garbage offset`);
}
