import { paragraph, type Rules } from './rule.js';

/** What the values of flags mean, alone and together, before any file is opened. */
export const VALUE_RULES = {
  'client-auth-invalid': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: '--fleet-server-client-auth must be one of [none, optional, required]' },
      { program: 'fleet-server', text: "unknown client authentication mode '{value}'" },
    ],
    cause: 'client authentication is none, optional or required, in lower case',
    fix: 'give one of the three',
    explanation: paragraph`None asks for no certificate, optional checks one that is shown, required refuses whoever shows none. The
      values true and yes are not understood.`,
  },
  'path-not-absolute': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: '--{flag} must be provided as an absolute path' },
      { program: 'elastic-agent', text: 'base path [{path}] is not absolute' },
    ],
    cause: 'the installed service runs in another folder, so the path must begin at the root',
    fix: 'give the absolute path: beginning with / on Linux and macOS, with a drive letter on Windows',
    explanation: paragraph`Elastic Agent stores paths, not contents, and the service that reads them later has a working folder of
      its own. What is absolute depends on the system: /etc/fleet-tls is not absolute on Windows. Before 8.6 nothing was
      checked, and the install hung at "Fleet Server - Starting".`,
  },
  'list-path-not-absolute': {
    severity: 'error',
    seen: [
      {
        program: 'elastic-agent',
        text: 'Failed reading CA certificate: open : no such file or directory',
        since: '9.5',
      },
      { program: 'elastic-agent', text: 'open {path}: no such file or directory', until: '9.5' },
    ],
    cause: 'an entry behind the first of the comma list is not an absolute path, which Elastic Agent does not check',
    fix: 'give every entry of the list as an absolute path',
    explanation: paragraph`The check looks at the whole value, which is absolute as soon as its first entry is. The second entry is
      looked up from wherever the service runs, and fails later, or, from 9.5, is dropped with no more than a line in the log.`,
  },
  'fleet-server-es-ca-list': {
    severity: 'error',
    seen: [
      {
        program: 'fleet-server',
        text: 'initial CA load failed, none of the 1 CA(s) could be loaded: [open : no such file or directory reading {path}]',
        since: '9.5',
      },
      { program: 'fleet-server', text: 'open {path}: no such file or directory', until: '9.5' },
    ],
    cause: '--fleet-server-es-ca takes one file: a comma is a part of its name',
    fix: 'put several authorities into one file',
    explanation: paragraph`Unlike --certificate-authorities this flag is not split at commas, although a page on rotation shows it so.
      One PEM file may hold any number of certificates: during a rotation, append the new authority to the file of the old
      one.`,
  },
  'value-not-known': {
    severity: 'info',
    cause: 'the value holds a variable whose value is not in the script, so nothing is said about it',
    fix: 'check the command as it is run, with the variable replaced',
    explanation: paragraph`The check replaces variables that the script sets to a plain text itself. It runs nothing, so it cannot know
      those that come from elsewhere.`,
  },
  'path-whitespace': {
    severity: 'warning',
    cause: 'the path contains white space, which Fleet refuses in settings and scripts lose',
    fix: 'put the files into a folder without spaces, such as /etc/fleet-tls or C:\\ProgramData\\fleet-tls',
    explanation: paragraph`The command line takes a quoted path with spaces. Fleet's form and API do not, and the same files are named
      there for outputs. Elastic Agent also trims the entries of a comma list, so a space at either end of a name is lost.`,
  },
  'path-on-network': {
    severity: 'warning',
    cause: 'the file lies on a network share, which may not be there when the service starts',
    fix: 'copy the file to a local disk of the host',
    explanation: paragraph`Elastic Agent opens the files each time it starts, as a service account, before anybody has logged on. After a
      reboot the share is often not mounted yet, or that account may not read it, and the service stops.`,
  },
  'partner-flag-missing': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: 'key file not configured' },
      { program: 'elastic-agent', text: 'certificate file not configured' },
      { program: 'elastic-agent', text: 'certificate private key is required when certificate provided' },
      { program: 'elastic-agent', text: 'certificate is required when certificate private key is provided' },
    ],
    cause: 'a certificate and its key only work together, and one of the two flags is missing',
    fix: 'give both flags',
    explanation: paragraph`Fleet Server's pair is checked when the command starts; the pair of the agent and the pair for Elasticsearch are
      not, and fail only once the connection is set up. Check for a flag that was given twice or misspelt.`,
  },
  'passphrase-without-pair': {
    severity: 'error',
    seen: [
      {
        program: 'elastic-agent',
        text: '--elastic-agent-cert and --elastic-agent-cert-key must be provided when using --elastic-agent-cert-key-passphrase',
      },
    ],
    cause: 'a passphrase file is named, but not the certificate and the key that it is for',
    fix: 'give the certificate and the key too',
    explanation: paragraph`The flag names a file with the passphrase of the key. Elastic Agent checks this for the agent's key;
      for Fleet Server's key it says nothing, and the passphrase is not used.`,
  },
  'service-token-twice': {
    severity: 'error',
    seen: [
      {
        program: 'elastic-agent',
        text: '--fleet-server-service-token and --fleet-server-service-token-path are mutually exclusive',
      },
    ],
    cause: 'the service token is given both as a text and as a file',
    fix: 'keep --fleet-server-service-token-path, which shows the token to nobody',
    explanation: paragraph`A token on the command line is visible to every user of the host for as long as the command runs, and stays in
      the shell's history.`,
  },
  'service-token-missing': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'invalid connection string: must include a service token' }],
    cause: 'Fleet Server has no token to log in to Elasticsearch with',
    fix: 'give --fleet-server-service-token-path',
    explanation: paragraph`A client certificate for Elasticsearch does not replace the token: the certificate lets Fleet Server connect, the
      token says who it is.`,
  },
  'enrollment-token-missing': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'missing required --enrollment-token argument used to enroll the agent' }],
    cause: 'without --url and --enrollment-token the agent is installed, but not enrolled',
    fix: 'give both flags',
    explanation: paragraph`With --force or --non-interactive the command then ends well and leaves a standalone agent that Fleet never
      hears of; the message exists in the program, but that way it is never reached. Without them the command asks.`,
  },
  'url-missing': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'url is required when a certificate is provided' }],
    cause: 'Fleet Server has a certificate of its own, but no URL under which agents reach it',
    fix: 'give --url with a name that is in the certificate',
    explanation: paragraph`Without a certificate Elastic Agent makes one for the host's own name and needs no URL. With one, it cannot
      know which of the names agents use.`,
  },
  'url-not-https': {
    severity: 'error',
    seen: [
      {
        program: 'elastic-agent',
        text: 'connection to fleet-server is insecure, strongly recommended to use a secure connection (override with --insecure)',
      },
      { program: 'elastic-agent', text: 'http: server gave HTTP response to HTTPS client' },
    ],
    cause: 'the URL of Fleet Server does not begin with https://',
    fix: 'give an https:// URL',
    explanation: paragraph`Over http the tokens and every policy pass in the clear, and all certificate flags are without effect.
      A Fleet Server that serves http while agents dial https makes them say that the server gave an HTTP response.`,
  },
  'url-invalid': {
    severity: 'error',
    cause: 'the value is no URL with a host and a port from 1 to 65535',
    fix: 'give https://host:port',
    explanation: paragraph`A host alone, a placeholder that was not filled in, a user name before the host or curly quotation marks from
      a document all end here.`,
  },
  'url-port-missing': {
    severity: 'warning',
    seen: [{ program: 'elastic-agent', text: 'dial tcp {address}:443: connect: connection refused' }],
    cause: 'a URL without a port means 443, and Fleet Server listens on 8220 unless told otherwise',
    fix: 'write the port into the URL',
    explanation: paragraph`Elastic Agent adds no default port of its own. Leave it out only where something in front of Fleet Server
      listens on 443 and passes connections on.`,
  },
  'es-url-invalid': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: 'invalid connection string: scheme must be http or https' },
      { program: 'elastic-agent', text: 'invalid connection string: must include a host' },
    ],
    cause: '--fleet-server-es is no URL that begins with http:// or https:// and names a host',
    fix: 'give https://host:9200',
    explanation: paragraph`The value is one URL, not a list. Without a port, Fleet Server dials 9200, unlike --url, which means 443.`,
  },
  'es-url-not-https': {
    severity: 'warning',
    seen: [
      { program: 'elasticsearch', text: 'received plaintext http traffic on an https channel, closing connection' },
    ],
    cause: 'Fleet Server talks to Elasticsearch without TLS, and its certificate flags are without effect',
    fix: 'give an https:// URL',
    explanation: paragraph`The service token passes in the clear. Elasticsearch with TLS on its HTTP port closes such a connection.`,
  },
} as const satisfies Rules;
