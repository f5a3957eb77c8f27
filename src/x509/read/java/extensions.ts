import { OIDS } from '../../oids.js';
import type { Element } from '../der.js';
import { refusalOf, refuse } from '../refusal.js';
import { constructed, context, TAG } from '../values.js';
import { parseGeneralName, parseGeneralNames } from './names.js';
import {
  bitStringIn,
  integerIn,
  intIn,
  ioException,
  JavaReader,
  octetStringIn,
  oidIn,
  onlyValue,
  signed,
} from './values.js';

type Parse = (value: Element) => void;

const isSequence = (message: string, { tag, content }: Element): JavaReader =>
  tag === TAG.sequence ? new JavaReader(content) : ioException(message);

const basicConstraints: Parse = (value) => {
  const fields = isSequence('Invalid encoding of BasicConstraints', value);
  if (fields.optional()?.tag !== TAG.boolean) return;
  const length = fields.optional();
  if (length === undefined) return;
  if (length.tag !== TAG.integer) ioException('Invalid encoding of BasicConstraints');
  intIn(length);
};

const nameConstraints: Parse = (value) => {
  for (const trees of isSequence('Invalid encoding for NameConstraintsExtension.', value).all()) {
    if (![constructed(0), constructed(1)].includes(trees.tag))
      ioException('Invalid encoding of NameConstraintsExtension.');
    for (const tree of new JavaReader(trees.content).all())
      parseGeneralName(isSequence('Invalid encoding for GeneralSubtree.', tree).next(), true);
  }
};

const policies: Parse = (value) => {
  for (const policy of isSequence('Invalid encoding for CertificatePoliciesExtension.', value).all())
    oidIn(isSequence('Invalid encoding of PolicyInformation', policy).next());
};

const policyConstraints: Parse = (value) => {
  for (const { tag, content, whole } of isSequence('Sequence tag missing for PolicyConstraint.', value).all()) {
    if (tag !== context(0) && tag !== context(1)) ioException('Invalid encoding of PolicyConstraint');
    intIn({ tag: TAG.integer, content, whole });
  }
};

const policyMappings: Parse = (value) => {
  for (const mapping of isSequence('Invalid encoding for PolicyMappingsExtension.', value).all()) {
    const parts = isSequence('Invalid encoding for CertificatePolicyMap', mapping);
    oidIn(parts.next());
    oidIn(parts.next());
  }
};

const authorityKeyId: Parse = (value) => {
  const message = 'Invalid encoding for AuthorityKeyIdentifierExtension.';
  for (const { tag, content, whole } of isSequence(message, value).all()) {
    if (tag === constructed(1)) parseGeneralNames({ tag: TAG.sequence, content, whole });
    else if (tag === context(2)) integerIn({ tag: TAG.integer, content, whole });
    else if (tag !== context(0)) ioException('Invalid encoding of AuthorityKeyIdentifierExtension.');
  }
};

const extendedKeyUsage: Parse = (value) => {
  isSequence('Invalid encoding for ExtendedKeyUsageExtension.', value).all().forEach(oidIn);
};

const infoAccess =
  (whose: string): Parse =>
  (value) => {
    for (const access of isSequence(`Invalid encoding for ${whose}InfoAccessExtension.`, value).all()) {
      const parts = new JavaReader(access.content);
      oidIn(parts.next());
      parseGeneralName(parts.next(), false);
    }
  };

const distributionPoints: Parse = (value) => {
  for (const point of isSequence('Invalid encoding for CRLDistributionPointsExtension.', value).all())
    if (point.tag !== TAG.sequence) ioException('Invalid encoding of DistributionPoint.');
};

/** What Java parses in a certificate (OIDMap.java); the rest it keeps as octets. */
const PARSERS: Readonly<Record<string, Parse>> = {
  [OIDS.subjectKeyIdentifier]: octetStringIn,
  [OIDS.keyUsage]: bitStringIn,
  [OIDS.subjectAltName]: parseGeneralNames,
  [OIDS.issuerAltName]: parseGeneralNames,
  [OIDS.basicConstraints]: basicConstraints,
  [OIDS.nameConstraints]: nameConstraints,
  [OIDS.cRLDistributionPoints]: distributionPoints,
  [OIDS.certificatePolicies]: policies,
  [OIDS.policyMappings]: policyMappings,
  [OIDS.authorityKeyIdentifier]: authorityKeyId,
  [OIDS.policyConstraints]: policyConstraints,
  [OIDS.extendedKeyUsage]: extendedKeyUsage,
  [OIDS.freshestCRL]: distributionPoints,
  [OIDS.inhibitAnyPolicy]: intIn,
  [OIDS.authorityInfoAccess]: infoAccess('Authority'),
  [OIDS.subjectInfoAccess]: infoAccess('Subject'),
  [OIDS.netscapeCertType]: bitStringIn,
};

/** What Java allows only as critical: otherwise it is put aside like a malformed one. */
const CRITICAL_ONLY = new Set<string>([OIDS.inhibitAnyPolicy]);

export interface JavaExtension {
  readonly id: string;
  readonly critical: boolean;
}

/** The extensions that Java understood: a malformed one is put aside, unless it is critical (CertificateExtensions.java). */
export function parseExtensions(list: Element): JavaExtension[] {
  const understood: JavaExtension[] = [];
  if (list.tag !== TAG.sequence) ioException('Not the correct tag');
  for (const { tag, content } of new JavaReader(list.content).all()) {
    if (tag !== TAG.sequence && tag !== TAG.set) ioException(`toDerInputStream rejects tag type ${signed(tag)}`);
    const parts = new JavaReader(content);
    const id = oidIn(parts.next());
    const first = parts.next();
    const critical = first.tag === TAG.boolean && first.content[0] !== 0;
    const value = octetStringIn(first.tag === TAG.boolean ? parts.next() : first);
    const refusal = refusalOf(() => PARSERS[id]?.(onlyValue(value)));
    if (refusal !== undefined && critical) refuse(refusal);
    if (refusal !== undefined || (CRITICAL_ONLY.has(id) && !critical)) continue;
    if (understood.some((one) => one.id === id)) ioException('Duplicate extensions not allowed');
    understood.push({ id, critical });
  }
  return understood;
}
