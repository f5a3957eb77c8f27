import { OIDS } from '../oids.js';
import { oid, sequence, set, utf8String } from './asn1.js';
import { refusal } from './refusal.js';
import type { DistinguishedName } from './types.js';

/** Attribute types of RFC 5280 appendix A.1, in the order they are encoded. */
const ATTRIBUTES = [
  { field: 'organization', label: 'O', type: oid(OIDS.organization) },
  { field: 'organizationalUnit', label: 'OU', type: oid(OIDS.organizationalUnit) },
  { field: 'commonName', label: 'CN', type: oid(OIDS.commonName) },
] as const;

/** ub-common-name, ub-organization-name and ub-organizational-unit-name (RFC 5280 appendix A.1), in characters. */
const UPPER_BOUND = 64;

/** Control, invisible and direction-changing characters: a name must read as what it is. */
const UNREADABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/**
 * The DER of a Name: O, OU, CN, one attribute each, as UTF8String (RFC 5280 section 4.1.2.4).
 * @throws CertlabError ERR_PKI for an attribute that is empty, unreadable, padded or longer than 64 characters.
 */
export function encodeName(name: DistinguishedName): Buffer {
  return sequence(
    ...attributesOf(name).map(({ label, type, value }) => {
      checkAttribute(label, value);
      return set(sequence(type, utf8String(value)));
    }),
  );
}

/** The name as RFC 4514 writes it: most specific attribute first. */
export function formatName(name: DistinguishedName): string {
  return attributesOf(name)
    .reverse()
    .map(({ label, value }) => `${label}=${escapeValue(value)}`)
    .join(',');
}

function attributesOf(name: DistinguishedName) {
  return ATTRIBUTES.flatMap(({ field, label, type }) => {
    const value = name[field];
    return value === undefined ? [] : [{ label, type, value }];
  });
}

function checkAttribute(label: string, value: string): void {
  const what = `${label} ${JSON.stringify(value)} of a subject`;
  if (value.trim() === '') throw refusal(`${what} is empty`);
  if (value.trim() !== value) throw refusal(`${what} begins or ends with a space`);
  if (UNREADABLE.test(value)) throw refusal(`${what} holds a control or invisible character`);
  if ([...value].length > UPPER_BOUND) {
    throw refusal(
      `${what} has more than ${UPPER_BOUND} characters`,
      'put the long name into the subject alternative names',
    );
  }
}

/** RFC 4514 section 2.4; values never begin or end with a space here. */
function escapeValue(value: string): string {
  return value.replace(/["+,;<>\\]/g, '\\$&').replace(/^#/, '\\#');
}
