import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  bitString,
  explicit,
  implicit,
  integer,
  octetString,
  oid,
  sequence,
  set,
  TRUE,
  utcTime,
  utf8String,
} from '../../../src/x509/write/asn1.js';
import { toPem } from '../../../src/x509/write/pem.js';

/** Parts of a certificate as DER; each one that is not given is an ordinary one. */
export interface Parts {
  readonly version?: Buffer;
  readonly serial?: Buffer;
  /** The algorithm inside what is signed; outside stands `algorithm`. */
  readonly innerAlgorithm?: Buffer;
  readonly algorithm?: Buffer;
  readonly issuer?: Buffer;
  readonly validity?: Buffer;
  readonly subject?: Buffer;
  readonly spki?: Buffer;
  readonly extensions?: readonly Buffer[];
  /** Follows the extensions. */
  readonly more?: Buffer;
  readonly signature?: Buffer;
  /** Follows the certificate. */
  readonly tail?: Buffer;
}

export const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const spkiOf = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));

export const name = (value: Buffer | string, type = '2.5.4.3'): Buffer =>
  sequence(set(sequence(oid(type), typeof value === 'string' ? utf8String(value) : value)));

export const EMPTY_NAME = sequence();

export const extension = (id: string, value: Buffer, critical = false): Buffer =>
  sequence(oid(id), ...(critical ? [TRUE] : []), octetString(value));

export const dns = (value: string): Buffer => implicit(2, Buffer.from(value, 'latin1'));
export const san = (...names: readonly Buffer[]): Buffer => extension('2.5.29.17', sequence(...names));
export const CA_TRUE = extension('2.5.29.19', sequence(TRUE), true);

/** A certificate that no program here would write; self-signed in form, by a key of its own. */
export function odd(parts: Parts = {}): Buffer {
  const { algorithm = ECDSA_SHA256, extensions = [san(dns('fleet.example.com'))] } = parts;
  const signed = sequence(
    parts.version ?? explicit(0, integer(2)),
    parts.serial ?? integer(1234),
    parts.innerAlgorithm ?? algorithm,
    parts.issuer ?? name('root'),
    parts.validity ?? sequence(utcTime('250101000000Z'), utcTime('350101000000Z')),
    parts.subject ?? name('fleet.example.com'),
    parts.spki ?? spkiOf(keys.publicKey),
    ...(extensions.length > 0 ? [explicit(3, sequence(...extensions))] : []),
    parts.more ?? Buffer.alloc(0),
  );
  const signature = parts.signature ?? bitString(sign('sha256', signed, keys.privateKey));
  return Buffer.concat([sequence(signed, algorithm, signature), parts.tail ?? Buffer.alloc(0)]);
}

export const oddPem = (parts: Parts = {}): string => toPem('CERTIFICATE', odd(parts));
