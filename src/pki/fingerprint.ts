import { createHash } from 'node:crypto';
import { readCertificate } from './read.js';

/** SHA-256 of a certificate's DER: hex, lower case, no colons, as `ca_trusted_fingerprint` takes it. */
export const sha256Fingerprint = (der: Buffer): string => createHash('sha256').update(der).digest('hex');

/** SHA-1 of a certificate's DER: hex, lower case, no colons, as Elasticsearch logs it. */
export const sha1Fingerprint = (der: Buffer): string => createHash('sha1').update(der).digest('hex');

/** Base64 SHA-256 of a certificate's SubjectPublicKeyInfo, as `ca_sha256` takes it. */
export const spkiSha256 = (der: Buffer): string =>
  createHash('sha256').update(readCertificate(der).spki).digest('base64');
