import { hash } from 'node:crypto';
import { readCertificate } from './read.js';

/** SHA-256 of a certificate's DER: hex, lower case, no colons, as `ca_trusted_fingerprint` takes it. */
export const sha256Fingerprint = (der: Buffer): string => hash('sha256', der);

/** SHA-1 of a certificate's DER: hex, lower case, no colons, as Elasticsearch logs it. */
export const sha1Fingerprint = (der: Buffer): string => hash('sha1', der);

/** Base64 SHA-256 of a certificate's SubjectPublicKeyInfo, as `ca_sha256` takes it. */
export const spkiSha256 = (der: Buffer): string => publicKeyPin(readCertificate(der).spki);

/** The same of a SubjectPublicKeyInfo in DER. */
export const publicKeyPin = (spki: Buffer): string => hash('sha256', spki, 'base64');
