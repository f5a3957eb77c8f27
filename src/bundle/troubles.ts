import type { Platform } from '../deployment/types.js';
import { isAtLeast } from '../deployment/versions.js';
import { outputToChoose } from '../elastic/outputs.js';
import type { HostRole, Plan, PlannedHost } from '../plan/types.js';
import { canBeUnprivileged } from './unprivileged.js';

/** What an operator sees when something is off, in the words of the program that says it, and the way out. */
export interface Trouble {
  readonly message: string;
  readonly cause: string;
  /** By platform where it differs; where none is named the trouble cannot happen. */
  readonly remedy: string | Readonly<Partial<Record<Platform, string>>>;
  /** Left out where it cannot happen. */
  readonly applies?: (host: PlannedHost, plan: Plan) => boolean;
}

const onPosix = (remedy: string) => ({ linux: remedy, macos: remedy });

const showsAgentCertificate = (host: PlannedHost): boolean =>
  host.certificates.some((certificate) => certificate.name === 'agent-cert');

const PERMISSION: Trouble = {
  message: '`open …: permission denied`, with an agent that runs without the rights of an administrator',
  cause: 'the agent runs as elastic-agent-user, which cannot read the files',
  remedy: {
    ...onPosix('run the install script again with `--unprivileged`: it lets the group elastic-agent read them'),
    windows: 'run the install script again with `-Unprivileged`: it lets the group elastic-agent read them',
  },
  applies: (_host, plan) => canBeUnprivileged(plan),
};

const CONTAINER_PERMISSION: Trouble = {
  message: '`open …: permission denied`',
  cause: "the image's user, number 1000, cannot read the mounted files",
  remedy: { container: '`sudo chown -R 1000:1000 certs`' },
};

const PASSPHRASE: Trouble = {
  message: '`pkcs8: incorrect password` or `no PEM blocks`',
  cause: 'the passphrase file was edited: a newline at its end counts as a part of the passphrase',
  remedy: 'take the file from this bundle again, unchanged',
  applies: (host) => host.certificates.some((certificate) => certificate.passphrase !== 'none'),
};

const WAITING: Trouble = {
  message: 'the installation seems to hang, and ends with `fail to enroll: context deadline exceeded`',
  cause:
    'Elastic Agent tries again for ten minutes after a TLS error; the cause stands in the log line before, which ends in `will retry in a moment`',
  remedy: {
    ...onPosix('run the checks above while it waits; they show the error at once'),
    windows:
      'on a machine that has this program and the zip of this bundle, `fleet-certlab probe` with `--bundle` shows the error at once; the checks above show only whether the port can be reached',
  },
  applies: (_host, { deployment }) => isAtLeast(deployment.stackVersion, '8.19', '9.1'),
};

const WRONG_OUTPUT: Trouble = {
  message: 'the agent is healthy, but no data arrives: `open …` and that a file or path cannot be found',
  cause: 'the policy has the default output, which names the files of other hosts',
  remedy: 'choose the output named above in the policy',
  applies: ({ platform }, plan) => outputToChoose(plan, platform) !== undefined,
};

const NAMES: Trouble = {
  message: '`x509: certificate is valid for A, not B`',
  cause: 'the address that was dialled is not among the names of the certificate',
  remedy:
    'create the deployment again with that name in `--san`, and replace the files on every host: its authorities are new too',
};

const COMPARE_COMMANDS =
  "compare the command that ran with the one above, and Fleet Server's with the one in its bundle";

const REFUSED: Trouble = {
  message: '`tls: bad certificate` or `tls: certificate required`',
  cause: 'Fleet Server asks for a certificate that this agent did not show, or does not trust agent-ca',
  remedy: {
    ...onPosix(COMPARE_COMMANDS),
    windows: COMPARE_COMMANDS,
    container:
      "compare the environment of the container with `agent.env`, and Fleet Server's with the one in its bundle",
  },
  applies: showsAgentCertificate,
};

/** By role, the likeliest first (messages of Elastic Agent, Fleet Server, Elasticsearch and Kibana). */
const TROUBLES: Readonly<Record<HostRole, readonly Trouble[]>> = {
  'fleet-server': [
    {
      message: '`Fleet Server - Error` with `x509: certificate signed by unknown authority`',
      cause: 'Elasticsearch shows a certificate that es-ca did not sign',
      remedy: "install the files of Elasticsearch's bundle there and restart it",
    },
    {
      message: "`tls: client didn't provide a certificate`, or `certificate required` at the agent",
      cause: 'the agent has no certificate, or agent-ca is missing from `--certificate-authorities` here',
      remedy: 'use the install commands of the bundles as they are',
      applies: showsAgentCertificate,
    },
    NAMES,
    WAITING,
    PASSPHRASE,
    PERMISSION,
  ],
  agent: [
    {
      message: '`fail to enroll: … x509: certificate signed by unknown authority`',
      cause: 'Fleet Server shows a certificate that fleet-ca did not sign, for example one it made for itself',
      remedy: "install Fleet Server with its bundle's command",
    },
    REFUSED,
    {
      message:
        'the agent is healthy, but no data arrives: `x509: certificate signed by unknown authority` for Elasticsearch',
      cause: 'the output in Fleet does not name es-ca: a policy overrides the flags of the command',
      remedy: "apply the output settings of Kibana's bundle",
    },
    WRONG_OUTPUT,
    NAMES,
    WAITING,
    PASSPHRASE,
    PERMISSION,
    CONTAINER_PERMISSION,
  ],
  elasticsearch: [
    {
      message:
        '`access to read the file is blocked; SSL resources should be placed in the [/etc/elasticsearch] directory`',
      cause: 'Elasticsearch reads TLS files only inside its configuration folder',
      remedy: 'let install.sh put them there, and keep the relative paths of the settings',
    },
    {
      message: '`Cannot retrieve the PKCS8EncodedKeySpec`',
      cause: 'the keystore holds no passphrase, or another one, for this key',
      remedy: 'add it again with the command above',
      applies: (host) => host.certificates.some(({ passphrase }) => passphrase !== 'none'),
    },
    {
      message: '`Empty client certificate chain` or `bad_certificate`',
      cause: 'a client shows no certificate, or one of an authority that the settings do not list',
      remedy: 'see who must hold a client certificate, above',
      applies: (_host, plan) => plan.deployment.esClientAuth !== 'none',
    },
    {
      message: '`received plaintext http traffic on an https channel`',
      cause: 'a client still uses http',
      remedy: 'change its address to https',
    },
    {
      message: '`no CA certificate matching the fingerprint`, at an agent',
      cause: 'the fingerprint of another certificate, or `es-cert.pem` without the authority at its end',
      remedy: 'use the whole file, and the fingerprint from COMMANDS.md',
    },
  ],
  kibana: [
    {
      message: '`unable to verify the first certificate` or `self-signed certificate in certificate chain`',
      cause: 'es-ca is not in `elasticsearch.ssl.certificateAuthorities`, or Elasticsearch shows another certificate',
      remedy: 'merge settings/kibana.yml, and install the files of Elasticsearch there',
    },
    {
      message: '`alert bad certificate` or `alert certificate required`',
      cause: 'Elasticsearch asks for a certificate that Kibana does not show',
      remedy: 'merge the lines `elasticsearch.ssl.certificate` and `elasticsearch.ssl.key`',
      applies: (_host, plan) => plan.deployment.esClientAuth !== 'none',
    },
    {
      message: '`EACCES: permission denied`',
      cause: 'the group kibana cannot read the files',
      remedy: 'let install.sh copy them',
    },
    {
      message: "`Hostname/IP does not match certificate's altnames`",
      cause: 'the address in `elasticsearch.hosts` is not among the names of the certificate',
      remedy: 'use one of the addresses in settings/kibana.yml',
    },
    {
      message: 'Fleet asks for an encryption key',
      cause: '`xpack.encryptedSavedObjects.encryptionKey` is missing, without which Fleet saves no SSL settings',
      remedy: 'merge it from settings/kibana.yml, the same on every Kibana; keep the old one if there is one',
    },
  ],
};

/** The likeliest failures on this host, with what to do on its platform. */
export function troublesOf(plan: Plan, host: PlannedHost): { message: string; cause: string; remedy: string }[] {
  return TROUBLES[host.role].flatMap(({ message, cause, remedy: remedies, applies }) => {
    const remedy = typeof remedies === 'string' ? remedies : remedies[host.platform];
    return remedy !== undefined && (applies?.(host, plan) ?? true) ? [{ message, cause, remedy }] : [];
  });
}
