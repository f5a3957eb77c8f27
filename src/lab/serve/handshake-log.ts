import type { X509Certificate } from 'node:crypto';
import { inspectCertificate } from '../../inspect/certificate.js';
import { nameOf } from '../../inspect/oids.js';
import type { ServerRole } from '../../prove/ends.js';
import { plainHex } from '../lab.js';
import type { Handshake, Peer } from './stand-in.js';

/** How each server would write down a handshake. */
export const HANDSHAKE_LOG: Readonly<Record<ServerRole, (handshake: Handshake, now: Date) => string>> = {
  'fleet-server': fleetServerLine,
  elasticsearch: elasticsearchLine,
};

/** OpenSSL's and Node's codes in the words of Go's crypto/tls and crypto/x509. */
const GO_WORDS: Readonly<Record<string, string>> = {
  ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE: "tls: client didn't provide a certificate",
  UNABLE_TO_GET_ISSUER_CERT: unverified('certificate signed by unknown authority'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unverified('certificate signed by unknown authority'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unverified('certificate signed by unknown authority'),
  SELF_SIGNED_CERT_IN_CHAIN: unverified('certificate signed by unknown authority'),
  DEPTH_ZERO_SELF_SIGNED_CERT: unverified('certificate signed by unknown authority'),
  INVALID_PURPOSE: unverified('certificate specifies an incompatible key usage'),
  CERT_HAS_EXPIRED: unverified('certificate has expired or is not yet valid'),
  CERT_NOT_YET_VALID: unverified('certificate has expired or is not yet valid'),
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'remote error: tls: bad certificate',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: 'remote error: tls: expired certificate',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: 'remote error: tls: unknown certificate',
  ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE: 'remote error: tls: unsupported certificate',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'remote error: tls: unknown certificate authority',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'tls: client offered only unsupported versions: []',
  ERR_SSL_NO_SHARED_CIPHER: 'tls: no cipher suite supported by both client and server',
  ERR_SSL_HTTP_REQUEST: 'client sent an HTTP request to an HTTPS server',
  ECONNRESET: 'EOF',
};

function unverified(reason: string): string {
  return `tls: failed to verify certificate: x509: ${reason}`;
}

/** Go's net/http writes refusals alone; what is let in is told here too, because that is what one waits for. */
function fleetServerLine(handshake: Handshake): string {
  const { peer } = handshake;
  if (handshake.ended === 'accepted') return `TLS handshake with ${peer.address} (${peer.protocol}): ${shownBy(peer)}`;
  return `http: TLS handshake error from ${peer.address}: ${GO_WORDS[handshake.code] ?? handshake.code}`;
}

function shownBy({ certificate }: Peer): string {
  return certificate
    ? `client certificate ${oneLine(certificate.subject)} by ${oneLine(certificate.issuer)}`
    : 'no client certificate';
}

/** What Java's JSSE says where the client shows nothing. */
const JAVA_WORDS: Readonly<Record<string, string>> = {
  ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE: 'javax.net.ssl.SSLHandshakeException: Empty client certificate chain',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'javax.net.ssl.SSLHandshakeException: Received fatal alert: bad_certificate',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED:
    'javax.net.ssl.SSLHandshakeException: Received fatal alert: certificate_expired',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
    'javax.net.ssl.SSLHandshakeException: Received fatal alert: certificate_unknown',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'javax.net.ssl.SSLHandshakeException: Received fatal alert: unknown_ca',
  ERR_SSL_HTTP_REQUEST: 'io.netty.handler.ssl.NotSslRecordException: not an SSL/TLS record',
};

/** Alerts with which a client says that it does not trust the server. */
const DISTRUST = /ALERT_(BAD_CERTIFICATE|CERTIFICATE_\w+|UNKNOWN_CA|UNSUPPORTED_CERTIFICATE)$/;

function elasticsearchLine(handshake: Handshake, now: Date): string {
  const { peer } = handshake;
  const channel = `Netty4HttpChannel{remoteAddress=/${peer.address}}`;
  if (handshake.ended === 'accepted') return `TLS handshake with /${peer.address} (${peer.protocol}): ${named(peer)}`;
  const { code } = handshake;
  if (DISTRUST.test(code))
    return `http client did not trust this server's certificate, closing connection ${channel}: ${JAVA_WORDS[code] ?? code}`;
  if (peer.certificate) return distrusted(peer.certificate, code, now);
  return `caught exception while handling client http traffic, closing connection ${channel}: ${JAVA_WORDS[code] ?? code}`;
}

const named = ({ certificate }: Peer): string =>
  certificate
    ? `client certificate with subject name [${oneLine(certificate.subject)}], fingerprint [${plainHex(certificate.fingerprint)}]`
    : 'no client certificate';

/** As Elasticsearch's DiagnosticTrustManager words it: subject, SHA-1 fingerprint, usages, dates, issuer. */
function distrusted(certificate: X509Certificate, code: string, now: Date): string {
  const { keyUsage, extendedKeyUsage, validFrom, validTo } = inspectCertificate(certificate.raw);
  const dates =
    now < validFrom
      ? 'certificate is not yet valid'
      : now > validTo
        ? 'certificate has expired'
        : 'certificate dates are valid';
  return [
    'failed to establish trust with client at [<unknown host>]',
    `the client provided a certificate with subject name [${oneLine(certificate.subject)}], ` +
      `fingerprint [${plainHex(certificate.fingerprint)}], ${usages('keyUsage', keyUsage)} and ` +
      usages(
        'extendedKeyUsage',
        extendedKeyUsage?.map((oid) => PURPOSES[oid] ?? nameOf(oid)),
      ),
    `the certificate is valid between [${seconds(validFrom)}] and [${seconds(validTo)}] ` +
      `(current time is [${now.toISOString()}], ${dates})`,
    `the certificate is issued by [${oneLine(certificate.issuer)}]`,
    ...(code in VERDICTS ? [VERDICTS[code]] : []),
  ].join('; ');
}

const UNTRUSTED = 'the issuing certificate is not trusted in this ssl context ([xpack.security.http.ssl])';
const VERDICTS: Readonly<Record<string, string>> = {
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  INVALID_PURPOSE: 'Extended key usage does not permit use for TLS client authentication',
};

const PURPOSES: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
};

const usages = (kind: string, list: readonly string[] | undefined): string =>
  list ? `${kind} [${list.join(', ')}]` : `no ${kind}`;

const seconds = (time: Date): string => time.toISOString().replace('.000Z', 'Z');

const oneLine = (name: string): string => name.split('\n').reverse().join(',');
