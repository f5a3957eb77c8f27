import { OIDS } from '../../oids.js';
import { DerReader } from '../der.js';
import { refuse } from '../refusal.js';
import { bitsOf, constructed, context, isBoolean, isInteger, isNegative, oidText, TAG } from '../values.js';
import { parseConstraints } from './constraints.js';
import { isIa5 } from './names.js';
import { uriProblem } from './uri.js';

export interface GoExtension {
  readonly id: string;
  readonly critical: boolean;
  readonly value: Buffer;
}

/** One Extension (crypto/x509 parser.go:235-251). */
export function parseExtension(extension: DerReader): GoExtension {
  const type = extension.read(TAG.oid);
  const id = (type && oidText(type.content)) ?? refuse('x509: malformed extension OID field');
  let critical = false;
  if (extension.isNext(TAG.boolean)) {
    const element = extension.read(TAG.boolean);
    if (!element || !isBoolean(element.content)) refuse('x509: malformed extension critical field');
    critical = element!.content[0] !== 0;
  }
  const value = extension.read(TAG.octetString) ?? refuse('x509: malformed extension value field');
  return { id, critical, value: value.content };
}

type Parse = (value: DerReader, extension: GoExtension) => void;

/** Members of one SEQUENCE, each a SEQUENCE again. */
function eachSequence(value: DerReader, message: string, parse: (member: DerReader) => void): void {
  const list = value.inside(TAG.sequence) ?? refuse(message);
  while (!list.isEmpty) parse(list.inside(TAG.sequence) ?? refuse(message));
}

const keyUsage: Parse = (value) => {
  const bits = value.read(TAG.bitString);
  if (!bits || !bitsOf(bits.content)) refuse('x509: invalid key usage');
};

const basicConstraints: Parse = (value) => {
  const message = 'x509: invalid basic constraints';
  const fields = value.inside(TAG.sequence) ?? refuse(message);
  if (fields.isNext(TAG.boolean)) {
    const ca = fields.read(TAG.boolean);
    if (!ca || !isBoolean(ca.content)) refuse(message);
  }
  if (!fields.isNext(TAG.integer)) return;
  const length = fields.read(TAG.integer)?.content;
  if (!length || !isInteger(length) || isNegative(length) || length.length > 8) refuse(message);
};

/** What may be wrong with a name of each tag (parser.go:390-441). */
const NAMES: Readonly<Record<number, (content: Buffer) => string | undefined>> = {
  [context(1)]: (content) => (isIa5(content) ? undefined : 'x509: SAN rfc822Name is malformed'),
  [context(2)]: (content) => (isIa5(content) ? undefined : 'x509: SAN dNSName is malformed'),
  [context(6)]: (content) =>
    isIa5(content) ? uriProblem(content.toString('latin1')) : 'x509: SAN uniformResourceIdentifier is malformed',
  [context(7)]: (content) =>
    content.length === 4 || content.length === 16
      ? undefined
      : `x509: cannot parse IP address of length ${content.length}`,
};

const subjectAltName: Parse = (value) => {
  const names = value.inside(TAG.sequence) ?? refuse('x509: invalid subject alternative names');
  while (!names.isEmpty) {
    const { tag, content } = names.any() ?? refuse('x509: invalid subject alternative name');
    const problem = NAMES[tag]?.(content);
    if (problem !== undefined) refuse(problem);
  }
};

const distributionPoints: Parse = (value) => {
  const message = 'x509: invalid CRL distribution point';
  const list = value.inside(TAG.sequence) ?? refuse(`${message}s`);
  while (!list.isEmpty) {
    const point = list.inside(TAG.sequence) ?? refuse(message);
    if (!point.isNext(constructed(0))) continue;
    const name = point.inside(constructed(0)) ?? refuse(message);
    const full = name.inside(constructed(0)) ?? refuse(message);
    while (full.isNext(context(6))) full.any() ?? refuse(message);
  }
};

const authorityKeyId: Parse = (value, { critical }) => {
  if (critical) refuse('x509: authority key identifier incorrectly marked critical');
  const message = 'x509: invalid authority key identifier';
  const fields = value.inside(TAG.sequence) ?? refuse(message);
  if (fields.isNext(context(0))) fields.any() ?? refuse(message);
};

const subjectKeyId: Parse = (value, { critical }) => {
  if (critical) refuse('x509: subject key identifier incorrectly marked critical');
  if (!value.read(TAG.octetString)) refuse('x509: invalid subject key identifier');
};

const policyConstraints: Parse = (value) => {
  const message = 'x509: invalid policy constraints extension';
  const fields = value.inside(TAG.sequence) ?? refuse(message);
  for (const tag of [context(0), context(1)]) {
    if (!fields.isNext(tag)) continue;
    const number = fields.any()?.content;
    if (!number || !isInteger(number) || number.length > 8) refuse(message);
  }
};

const extendedKeyUsage: Parse = (value) => {
  const message = 'x509: invalid extended key usages';
  const usages = value.inside(TAG.sequence) ?? refuse(message);
  while (!usages.isEmpty) oidOf(usages) ?? refuse(message);
};

const policies: Parse = (value) => {
  const message = 'x509: invalid certificate policies';
  const seen = new Set<string>();
  eachSequence(value, message, (policy) => {
    const content = policy.read(TAG.oid)?.content;
    const id = content?.toString('hex');
    if (content === undefined || id === undefined || seen.has(id) || !isOid(content)) refuse(message);
    seen.add(id!);
  });
};

const policyMappings: Parse = (value) => {
  const message = 'x509: invalid policy mappings extension';
  eachSequence(value, message, (mapping) => {
    if (!mapping.read(TAG.oid) || !mapping.read(TAG.oid)) refuse(message);
  });
};

const inhibitAnyPolicy: Parse = (value) => {
  const number = value.read(TAG.integer)?.content;
  if (!number || !isInteger(number) || number.length > 8) refuse('x509: invalid inhibit any policy extension');
};

const authorityInfoAccess: Parse = (value, { critical }) => {
  if (critical) refuse('x509: authority info access incorrectly marked critical');
  const message = 'x509: invalid authority info access';
  eachSequence(value, message, (access) => {
    if (oidOf(access) === undefined) refuse(message);
    if (access.isNext(context(6))) access.any() ?? refuse(message);
  });
};

const oidOf = (reader: DerReader): string | undefined => {
  const element = reader.read(TAG.oid);
  return element && oidText(element.content);
};

/** Policies may have arcs of any size: only the form counts (crypto/x509 oid.go newOIDFromDER). */
const isOid = (content: Buffer): boolean =>
  content.length > 0 &&
  content.at(-1)! < 0x80 &&
  content.every((octet, index) => octet !== 0x80 || (index > 0 && content[index - 1]! >= 0x80));

/** What Go reads in a certificate; other extensions pass, also critical ones, until a path is built (parser.go:702-893). */
const PARSERS: Readonly<Record<string, Parse>> = {
  [OIDS.subjectKeyIdentifier]: subjectKeyId,
  [OIDS.keyUsage]: keyUsage,
  [OIDS.subjectAltName]: subjectAltName,
  [OIDS.basicConstraints]: basicConstraints,
  [OIDS.nameConstraints]: parseConstraints,
  [OIDS.cRLDistributionPoints]: distributionPoints,
  [OIDS.certificatePolicies]: policies,
  [OIDS.policyMappings]: policyMappings,
  [OIDS.authorityKeyIdentifier]: authorityKeyId,
  [OIDS.policyConstraints]: policyConstraints,
  [OIDS.extendedKeyUsage]: extendedKeyUsage,
  [OIDS.inhibitAnyPolicy]: inhibitAnyPolicy,
  [OIDS.authorityInfoAccess]: authorityInfoAccess,
};

export const parseKnown = (extension: GoExtension): void =>
  PARSERS[extension.id]?.(new DerReader(extension.value), extension);
