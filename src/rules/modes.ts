import { paragraph, type Rules } from './rule.js';

/** What a command or container does as a whole. */
export const MODE_RULES = {
  'server-certificate-missing': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'x509: certificate signed by unknown authority' }],
    cause: 'without a certificate of its own the server shows one it made itself, which no client trusts',
    fix: 'give the server its certificate and key',
    explanation: paragraph`Without --fleet-server-cert Elastic Agent makes an authority and a certificate for the host's own name, and
      discards the list of --certificate-authorities in favour of that authority. Agents elsewhere cannot know it.
      --fleet-server-client-auth is without effect then. Elasticsearch without a certificate does not serve TLS at all.`,
  },
  'verification-off': {
    severity: 'error',
    cause: 'the client accepts any server, so anybody on the way can be that server',
    fix: 'remove the insecure flag or setting, and name the authority instead',
    explanation: paragraph`--insecure is often the answer to "certificate signed by unknown authority"; the right one is
      --certificate-authorities. On a Fleet Server host --insecure is undone after enrollment, so the authorities are needed
      there all the same. --fleet-server-es-insecure also turns off a second look that Fleet Server takes at agents'
      certificates.`,
  },
  'delay-enroll-fleet-server': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: '--delay-enroll cannot be used with --fleet-server-es' }],
    cause: 'a Fleet Server has to enroll at once, because agents wait for it',
    fix: 'remove --delay-enroll',
    explanation: paragraph`Elastic Agent refuses the two together only if --fleet-server-host is given too; without it the command
      is accepted, and the Fleet Server is never started as meant.`,
  },
  'fleet-server-flag-on-agent': {
    severity: 'warning',
    cause:
      'a flag for Fleet Server stands in the command of an ordinary agent: --fleet-server-es, which starts one, is missing',
    fix: 'remove the flag, or add --fleet-server-es and the flags that belong to it',
    explanation: paragraph`Only --fleet-server-es starts a Fleet Server. Any other flag with that beginning is without effect on the
      connection, but from 9.0 it makes the command install the larger package with all server components.`,
  },
  'insecure-http-ignored': {
    severity: 'warning',
    cause: '--fleet-server-insecure-http is without effect as soon as a certificate is given: Fleet Server serves TLS',
    fix: 'remove the flag',
    explanation: paragraph`It is only looked at where neither a certificate nor a key was named. Agents have to dial https.`,
  },
  'fleet-server-plain-http': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'http: server gave HTTP response to HTTPS client' }],
    cause: 'Fleet Server listens without TLS: tokens, policies and secrets pass in the clear',
    fix: 'give it a certificate and a key, and remove --fleet-server-insecure-http',
    explanation: paragraph`Behind a proxy that ends TLS this may be meant; the way from the proxy to Fleet Server is open then. Agents
      that dial Fleet Server itself with https say that the server gave an HTTP response.`,
  },
  'container-mode-missing': {
    severity: 'error',
    cause:
      'neither FLEET_ENROLL nor FLEET_SERVER_ENABLE is true, so the container enrolls nowhere and starts no Fleet Server',
    fix: 'set FLEET_ENROLL=1 for an agent, FLEET_SERVER_ENABLE=1 for a Fleet Server',
    explanation: paragraph`The values 1, true, yes and y switch it on. Without either the container runs the configuration file of
      the image as a standalone agent, and ignores every other FLEET_ variable.`,
  },
  'container-url-missing': {
    severity: 'error',
    seen: [
      {
        program: 'elastic-agent',
        text: 'FLEET_URL is required when FLEET_ENROLL is true without FLEET_SERVER_ENABLE',
      },
    ],
    cause: 'the container is to enroll, but is not told where',
    fix: 'set FLEET_URL',
    explanation: paragraph`Only a container that is a Fleet Server itself can do without it. An empty value counts as missing.`,
  },
  'header-without-equals': {
    severity: 'warning',
    cause: 'a header is given as name=value; an entry without an equals sign is dropped without a word',
    fix: 'write --header name=value',
    explanation: paragraph`The flag is read as a list separated by commas, so a comma inside a value begins another entry: put the
      whole entry into double quotation marks, inside the quotes of the shell.`,
  },
  'proxy-not-for-agent': {
    severity: 'info',
    cause: "on a Fleet Server host the proxy is for its way to Elasticsearch only; the host's own agent never uses it",
    fix: 'nothing, if Elasticsearch is behind that proxy; otherwise remove the flag',
    explanation: paragraph`The agent on the same host talks to localhost:8221 and its proxy is forcibly turned off. In the command of
      an ordinary agent the same flags mean the way to Fleet Server.`,
  },
  'client-auth-without-certificate': {
    severity: 'error',
    cause: '--fleet-server-client-auth only applies with --fleet-server-cert, so nobody is asked for a certificate',
    fix: 'give --fleet-server-cert and --fleet-server-cert-key',
    explanation: paragraph`Client authentication is a part of the TLS settings that are written for a certificate of one's own. With
      the certificate that Elastic Agent makes itself the flag is dropped without a word.`,
  },
  'client-auth-without-authorities': {
    severity: 'error',
    seen: [
      {
        program: 'fleet-server',
        text: 'tls: failed to verify certificate: x509: certificate signed by unknown authority',
      },
    ],
    cause: 'clients are asked for certificates, but no list says whose: the public authorities of the system are taken',
    fix: 'list the authority of the clients: --certificate-authorities, or certificate_authorities in the settings',
    explanation: paragraph`An empty list is no list to Go: it falls back to the system's roots, which never signed an agent's
      certificate. Elasticsearch falls back to Java's roots and to whatever follows the certificate in its own file, so a
      chain file silently makes the authority of the server one for clients.`,
  },
  'authorities-missing': {
    severity: 'warning',
    seen: [{ program: 'elastic-agent', text: 'x509: certificate signed by unknown authority' }],
    cause: 'no authority is named, so only servers with a certificate from a public authority are trusted',
    fix: 'give --certificate-authorities with the file of the authority, such as fleet-ca.pem',
    explanation: paragraph`Without the flag Go takes the system's roots. That is right for a Fleet Server with a public certificate.
      With a private authority it is the most frequent reason why enrolling fails, and from 8.19 and 9.1 the command then
      tries again for ten minutes before it says so.`,
  },
  'es-authorities-missing': {
    severity: 'warning',
    seen: [
      {
        program: 'fleet-server',
        text: 'failed version compatibility check with elasticsearch: x509: certificate signed by unknown authority',
      },
    ],
    cause: 'Fleet Server is told no authority for Elasticsearch, so only public ones are trusted',
    fix: 'give --fleet-server-es-ca',
    explanation: paragraph`--certificate-authorities is not for Elasticsearch. Where the output of the policy names authorities those
      win over the flag, but Fleet Server has to reach Elasticsearch once before it can read any policy.`,
  },
  'private-name-without-authorities': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'x509: certificate signed by unknown authority' }],
    cause: 'no CA is listed, and no public CA issues certificates for such a name or address',
    fix: 'list the CA that signed the certificate of the server',
    explanation: paragraph`Without a list the CAs of the system are trusted. They sign no certificates for private addresses, names of one
      label and names below .local, .internal or .svc, so the certificate is always one of a private CA.`,
  },
  'proxy-shares-authorities': {
    severity: 'warning',
    seen: [{ program: 'elastic-agent', text: 'x509: certificate signed by unknown authority' }],
    cause: 'the proxy is reached by https:// and one CA is listed: the list serves the proxy and Fleet Server alike',
    fix: "list both: the CA of the proxy's certificate and the one of Fleet Server's",
    explanation: paragraph`Elastic Agent verifies an https:// proxy and the server behind it with the same TLS settings. With only one of both
      CAs the other hop fails.`,
  },
  'own-agent-certificate-missing': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: 'remote error: tls: certificate required' },
      { program: 'fleet-server', text: "tls: client didn't provide a certificate" },
      { program: 'elastic-agent', text: 'remote error: tls: bad certificate' },
    ],
    cause:
      'Fleet Server requires certificates of agents, and the agent on its own host, which comes over localhost:8221, has none',
    fix: 'give --elastic-agent-cert and --elastic-agent-cert-key on the Fleet Server host too',
    explanation: paragraph`Both listeners, the public one and localhost:8221, share one TLS configuration. The pair for Elasticsearch
      (--fleet-server-es-cert) is not used here. This is the most frequent failure of a first mutual installation.`,
  },
} as const satisfies Rules;
