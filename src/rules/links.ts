import { paragraph, type Rules } from './rule.js';

/** What only shows when both ends of a connection are looked at. */
export const LINK_RULES = {
  'issuer-not-trusted': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: 'x509: certificate signed by unknown authority' },
      { program: 'fleet-server', text: 'x509: certificate signed by unknown authority' },
      {
        program: 'elasticsearch',
        text: 'PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target',
      },
    ],
    cause: 'none of the listed authorities signed the certificate that the other end shows',
    fix: 'list the authority that signed it; if that is an intermediate one, append it to the certificate file',
    explanation: paragraph`An authority that was made again has the same name and another key, so compare fingerprints or subject key
      identifiers, not names. After a rotation keep the old and the new authority in one file until every certificate has
      been replaced.`,
  },
  'intermediate-missing': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: 'x509: certificate signed by unknown authority' },
      { program: 'fleet-server', text: 'x509: certificate signed by unknown authority' },
    ],
    cause: 'an intermediate authority signed the certificate, and the file does not hold that intermediate',
    fix: 'append the intermediate to the certificate file, behind the certificate of the host',
    explanation: paragraph`Whoever shows a certificate has to send everything between it and the authority that the other end lists
      (RFC 8446 section 4.4.2). Browsers often fetch or remember a missing intermediate; Go, Java and OpenSSL do not.`,
  },
  'client-authority-not-requested': {
    severity: 'error',
    seen: [
      {
        program: 'fleet-server',
        text: 'tls: failed to verify certificate: x509: certificate signed by unknown authority',
        since: '9.5',
      },
      { program: 'fleet-server', text: "tls: client didn't provide a certificate", until: '9.5' },
      { program: 'elastic-agent', text: 'remote error: tls: unknown certificate authority', since: '9.5' },
      { program: 'elastic-agent', text: 'remote error: tls: certificate required', until: '9.5' },
      { program: 'elasticsearch', text: 'Empty client certificate chain', until: '9.5' },
      {
        program: 'elasticsearch',
        text: 'PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target',
      },
    ],
    cause: "the server does not list the CA of the client's certificate",
    fix: "add that authority to the server's list",
    explanation: paragraph`A server sends the names of the CAs it accepts with its request for a certificate (RFC 8446 section
      4.2.4). Before 9.5 Elastic Agent and Fleet Server present no certificate of another CA, so the server misses one. From
      9.5 they present theirs all the same, and the server does not know its CA. Kibana presents its certificate in every
      version. Fleet Server's list is --certificate-authorities on its own host: it needs agent-ca as well as fleet-ca.
      Elasticsearch's list is xpack.security.http.ssl.certificate_authorities.`,
  },
  'client-certificate-missing': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: 'remote error: tls: certificate required' },
      { program: 'fleet-server', text: "tls: client didn't provide a certificate" },
      { program: 'elasticsearch', text: 'Empty client certificate chain' },
      { program: 'fleet-server', text: 'missing peer certificates' },
    ],
    cause: 'the server requires a certificate of its clients, and this client is given none',
    fix: 'give the client its certificate and key',
    explanation: paragraph`For an agent those are --elastic-agent-cert and --elastic-agent-cert-key, for Fleet Server's way to
      Elasticsearch --fleet-server-es-cert and --fleet-server-es-cert-key. In TLS 1.3 the client learns of the refusal only
      from its first read, as "certificate required"; in TLS 1.2 it is "bad certificate".`,
  },
  'name-not-in-san': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: 'x509: certificate is valid for {names}, not {name}' },
      { program: 'elastic-agent', text: 'x509: certificate relies on legacy Common Name field, use SANs instead' },
      {
        program: 'kibana',
        text: "Hostname/IP does not match certificate's altnames: Host: {name}. is not in the cert's altnames: {names}",
      },
    ],
    cause: 'the URL dials a name that is not among the subject alternative names of the certificate',
    fix: 'create the certificate again with that name, or dial one of its names',
    explanation: paragraph`The common name counts only where there is no subject alternative name at all, and not for every program. A wildcard stands for exactly one label at the
      left. Fleet Server itself does not compare the name of Elasticsearch, but Kibana and the agents do.`,
  },
  'address-not-in-san': {
    severity: 'error',
    seen: [
      {
        program: 'elastic-agent',
        text: "x509: cannot validate certificate for {name} because it doesn't contain any IP SANs",
      },
      { program: 'elastic-agent', text: 'x509: certificate is valid for {names}, not {name}' },
    ],
    cause: 'the URL dials an address that is not among the IP addresses of the certificate',
    fix: 'create the certificate again with that address as an IP name, or dial a DNS name it has',
    explanation: paragraph`An address is compared with the entries of type iPAddress alone. The same address written as a DNS name, which
      several tools do, never matches: see address-in-dns-san.`,
  },
  'client-name-not-in-san': {
    severity: 'error',
    seen: [
      { program: 'fleet-server', text: 'x509: certificate is valid for {names}, not {name}' },
      { program: 'fleet-server', text: 'x509: certificate relies on legacy Common Name field, use SANs instead' },
    ],
    cause: "Fleet Server 8.13.0 to 8.16.1 compares an agent's certificate with the server name that the agent dialled",
    fix: "add localhost and Fleet Server's names to the agent's certificate, or install 8.16.2 or later",
    explanation: paragraph`In those versions the server verified clients as if they were servers: the certificate of the agent on Fleet
      Server's host has to be valid for localhost, and that of any other agent for the host name in its --url. A version
      without a patch level may be one of them.`,
  },
  'localhost-not-in-san': {
    severity: 'warning',
    seen: [{ program: 'elastic-agent', text: 'x509: certificate is valid for {names}, not localhost' }],
    cause:
      'the certificate of Fleet Server is not valid for localhost, which the agent on its host connects to before 8.6',
    fix: 'add localhost to the names of fleet-cert',
    explanation: paragraph`The agent on Fleet Server's own host connects to https://localhost:8221. From 8.6 on it verifies the chain only; a
      health check with curl on that host compares the name in every version.`,
  },
  'url-port-mismatch': {
    severity: 'warning',
    seen: [{ program: 'elastic-agent', text: 'dial tcp {address}: connect: connection refused' }],
    cause: 'the URL dials another port than Fleet Server listens on',
    fix: 'use one port for both, or make sure that something in front of Fleet Server passes connections on',
    explanation: paragraph`Fleet Server listens on --fleet-server-port, or 8220. An example that is often copied dials 443 and listens on
      8220: that takes a load balancer or a rule of the firewall. Before 8.19.13, 9.2.7, 9.3.2 and 9.4.0 the Fleet Server
      host itself dialled that URL to enroll, so it had to be reachable from there too.`,
  },
  'fleet-server-host-local': {
    severity: 'warning',
    seen: [{ program: 'elastic-agent', text: 'dial tcp {address}: connect: connection refused' }],
    cause: '--fleet-server-host binds the listener to the host itself, so agents elsewhere cannot reach it',
    fix: 'leave the flag out, or give 0.0.0.0 or an address of the host',
    explanation: paragraph`The flag is the address to listen on, not the name that agents dial: that is --url.`,
  },
  'handshake-refused': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'remote error: tls: {alert}' }],
    cause: 'a handshake over these very files was refused',
    fix: 'correct what the other findings name; where there are none, compare both ends of the connection',
    explanation: paragraph`When the files of both ends are there, they are put into a TLS client and a TLS server, in memory, in TLS 1.2
      and 1.3. The finding carries OpenSSL's reason and which end refused.`,
  },
  'link-incomplete': {
    severity: 'warning',
    cause: 'one end of a connection is not among these bundles, so nothing was proved about it',
    fix: 'prove the whole deployment folder',
    explanation: paragraph`verify rebuilds every connection from the bundles it is given. One bundle alone has only its own end.`,
  },
} as const satisfies Rules;
