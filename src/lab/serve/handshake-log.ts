import type { X509Certificate } from 'node:crypto';
import type { ServerRole } from '../../plan/types.js';
import { CLIENT_AUTH, inspectCertificate, SERVER_AUTH } from '../../x509/read/certificate.js';
import { sha1Fingerprint } from '../../x509/write/fingerprint.js';
import { REFUSES } from './refusals.js';
import type { Handshake } from './stand-in.js';

/** How each server would write down a handshake; whom they let in they do not mention, and here it is what one waits for. */
export const HANDSHAKE_LOG: Readonly<Record<ServerRole, (handshake: Handshake, now: Date) => string>> = {
  'fleet-server': fleetServerLine,
  elasticsearch: elasticsearchLine,
};

/** OpenSSL's codes in the words of Go's crypto/tls. */
const GO_WORDS: Readonly<Record<string, string>> = {
  ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE: "tls: client didn't provide a certificate",
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'remote error: tls: bad certificate',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: 'remote error: tls: expired certificate',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: 'remote error: tls: unknown certificate',
  ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE: 'remote error: tls: unsupported certificate',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'remote error: tls: unknown certificate authority',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'tls: client offered only unsupported versions',
  ERR_SSL_NO_SHARED_CIPHER: 'tls: no cipher suite supported by both client and server',
  ERR_SSL_HTTP_REQUEST: 'client sent an HTTP request to an HTTPS server',
  ECONNRESET: 'EOF',
};

/** As Go's net/http words it. */
function fleetServerLine({ address, protocol, certificate, refusal }: Handshake): string {
  if (!refusal) {
    const shown = certificate
      ? `client certificate ${oneLine(certificate.subject)} by ${oneLine(certificate.issuer)}`
      : 'no client certificate';
    return `TLS handshake with ${address} (${protocol}): ${shown}`;
  }
  const words =
    'rule' in refusal
      ? `tls: failed to verify certificate: ${REFUSES['fleet-server'][refusal.rule]}`
      : (GO_WORDS[refusal.code] ?? refusal.code);
  return `http: TLS handshake error from ${address}: ${words}`;
}

/** OpenSSL's codes in the words of Java's JSSE and of netty. */
const JAVA_WORDS: Readonly<Record<string, string>> = {
  ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE: 'javax.net.ssl.SSLHandshakeException: Empty client certificate chain',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'javax.net.ssl.SSLHandshakeException: Received fatal alert: bad_certificate',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED:
    'javax.net.ssl.SSLHandshakeException: Received fatal alert: certificate_expired',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
    'javax.net.ssl.SSLHandshakeException: Received fatal alert: certificate_unknown',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'javax.net.ssl.SSLHandshakeException: Received fatal alert: unknown_ca',
  ERR_SSL_UNSUPPORTED_PROTOCOL:
    'javax.net.ssl.SSLHandshakeException: The client supported protocol versions are not accepted by server preferences',
  ERR_SSL_HTTP_REQUEST: 'io.netty.handler.ssl.NotSslRecordException: not an SSL/TLS record',
  ECONNRESET: 'java.io.IOException: Connection reset by peer',
};

/** Alerts with which a client says that it does not trust the server. */
const DISTRUST = /ALERT_(BAD_CERTIFICATE|CERTIFICATE_\w+|UNKNOWN_CA|UNSUPPORTED_CERTIFICATE)$/;

function elasticsearchLine({ address, protocol, certificate, refusal }: Handshake, now: Date): string {
  if (!refusal) {
    const shown = certificate
      ? `client certificate with subject name [${oneLine(certificate.subject)}], fingerprint [${sha1Fingerprint(certificate.raw)}]`
      : 'no client certificate';
    return `TLS handshake with /${address} (${protocol}): ${shown}`;
  }
  if ('rule' in refusal) {
    const words = REFUSES.elasticsearch[refusal.rule] ?? refusal.rule;
    return certificate ? distrusted(certificate, words, now) : words;
  }
  const { code } = refusal;
  const happened = DISTRUST.test(code)
    ? "http client did not trust this server's certificate"
    : 'caught exception while handling client http traffic';
  return `${happened}, closing connection Netty4HttpChannel{remoteAddress=/${address}}: ${JAVA_WORDS[code] ?? code}`;
}

/** As Elasticsearch's DiagnosticTrustManager words it: subject, SHA-1 fingerprint, usages, dates, issuer. */
function distrusted(certificate: X509Certificate, reason: string, now: Date): string {
  const { keyUsage, extendedKeyUsage, validFrom, validTo } = inspectCertificate(certificate.raw);
  const dates = now < validFrom ? 'is not yet valid' : now > validTo ? 'has expired' : 'dates are valid';
  return [
    'failed to establish trust with client at [<unknown host>]',
    `the client provided a certificate with subject name [${oneLine(certificate.subject)}], ` +
      `fingerprint [${sha1Fingerprint(certificate.raw)}], ${usages('keyUsage', keyUsage)} and ` +
      usages(
        'extendedKeyUsage',
        extendedKeyUsage?.map((oid) => PURPOSES[oid] ?? oid),
      ),
    `the certificate is valid between [${seconds(validFrom)}] and [${seconds(validTo)}] ` +
      `(current time is [${now.toISOString()}], certificate ${dates})`,
    `the certificate is issued by [${oneLine(certificate.issuer)}]`,
    reason,
  ].join('; ');
}

const PURPOSES: Readonly<Record<string, string>> = { [SERVER_AUTH]: 'serverAuth', [CLIENT_AUTH]: 'clientAuth' };

const usages = (kind: string, list: readonly string[] | undefined): string =>
  list ? `${kind} [${list.join(', ')}]` : `no ${kind}`;

const seconds = (time: Date): string => time.toISOString().replace('.000Z', 'Z');

/** Node prints a name as one line for each part, the most specific last. */
const oneLine = (name: string): string => name.split('\n').reverse().join(',');
