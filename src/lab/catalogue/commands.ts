import { addFlag, edit, flag, fleetServer, mutualAgent } from '../lab.js';
import { encryptedAgent } from '../lab-keys.js';
import type { FaultEntry } from '../types.js';

/** Install commands that say something else than was meant. */
export const COMMAND_FAULTS: readonly FaultEntry[] = [
  {
    id: 'client-certificate-missing',
    title: 'An agent is given no certificate',
    done: "one agent's command lacks the flags that begin with --elastic-agent-cert, and Fleet Server requires a certificate",
    link: 'agent-to-fleet-server',
    rules: ['client-certificate-missing'],
    apply: (lab) => withoutClientCertificate(mutualAgent(lab)),
  },
  {
    id: 'own-agent-certificate-missing',
    title: "Fleet Server's own agent is given no certificate",
    done: 'the command on the host of Fleet Server lacks the flags that begin with --elastic-agent-cert',
    link: 'own-agent-to-fleet-server',
    rules: ['own-agent-certificate-missing'],
    apply: (lab) => withoutClientCertificate(fleetServer(lab)),
  },
  {
    id: 'agent-ca-not-trusted',
    title: "Fleet Server does not list the agents' authority",
    done: '--certificate-authorities on the host of Fleet Server names fleet-ca alone',
    link: 'agent-to-fleet-server',
    rules: ['client-authority-not-requested'],
    apply: (lab) => flag(fleetServer(lab), 'certificate-authorities', (value) => value.split(',')[0]),
  },
  {
    id: 'relative-second-ca',
    title: 'The second authority of the list has a relative path',
    done: '--certificate-authorities on the host of Fleet Server names agent-ca.pem without its folder',
    link: 'agent-to-fleet-server',
    rules: ['list-path-not-absolute', 'client-authority-not-requested'],
    apply: (lab) => flag(fleetServer(lab), 'certificate-authorities', (value) => value.replace(/,.*\//, ',')),
  },
  {
    id: 'comma-in-es-ca',
    title: 'A comma list where one path is taken',
    done: '--fleet-server-es-ca names two files, as a page on rotating authorities shows it',
    link: 'fleet-server-to-elasticsearch',
    rules: ['fleet-server-es-ca-list', 'file-not-in-bundle'],
    apply: (lab) => flag(fleetServer(lab), 'fleet-server-es-ca', (value) => `${value},${value}`),
  },
  {
    id: 'duplicate-flag',
    title: 'A flag is given twice',
    done: '--elastic-agent-cert-key is given a second time, with the passphrase file, as an older revision of a page had it',
    link: 'agent-to-fleet-server',
    rules: ['flag-repeated', 'key-file-without-key'],
    apply(lab) {
      edit(encryptedAgent(lab), 'install.sh', (text) =>
        text.replace('--elastic-agent-cert-key-passphrase=', '--elastic-agent-cert-key='),
      );
    },
  },
  {
    id: 'unknown-flag',
    title: 'A flag that Elastic Agent does not know',
    done: 'the command of one agent ends with --fleet-server-cert-ca, which an older document mentions',
    link: 'agent-to-fleet-server',
    rules: ['flag-unknown'],
    apply: (lab) => addFlag(mutualAgent(lab), '--fleet-server-cert-ca=/etc/fleet-tls/fleet-ca.pem'),
  },
  {
    id: 'missing-file',
    title: 'A path names a file that is not there',
    done: "one agent's --certificate-authorities names ca.pem, which is in no bundle",
    link: 'agent-to-fleet-server',
    rules: ['file-not-in-bundle'],
    apply: (lab) => flag(mutualAgent(lab), 'certificate-authorities', (value) => value.replace('fleet-ca', 'ca')),
  },
  {
    id: 'insecure-flag',
    title: 'An agent accepts any server',
    done: "one agent's command has --insecure",
    link: 'agent-to-fleet-server',
    rules: ['verification-off'],
    apply: (lab) => addFlag(mutualAgent(lab), '--insecure'),
  },
  {
    id: 'no-server-certificate',
    title: 'Fleet Server is given no certificate',
    done: 'the command on its host lacks the flags that begin with --fleet-server-cert, so it makes one for itself',
    link: 'agent-to-fleet-server',
    rules: ['server-certificate-missing', 'client-auth-without-certificate'],
    apply(lab) {
      edit(fleetServer(lab), 'install.sh', (text) => text.replace(/^\s*--fleet-server-cert(-key.*)?=.*\n/gm, ''));
    },
  },
];

function withoutClientCertificate(bundle: ReturnType<typeof fleetServer>): void {
  edit(bundle, 'install.sh', (text) => text.replace(/^\s*--elastic-agent-cert.*\n/gm, ''));
}
