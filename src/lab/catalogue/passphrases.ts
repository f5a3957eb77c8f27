import { flag, put, textIn } from '../lab.js';
import { encryptElasticsearchKey, encryptedAgent, passphraseFile } from '../lab-keys.js';
import type { FaultEntry } from '../types.js';

/** The bytes of a passphrase file, of which every one counts. */
export const PASSPHRASE_FAULTS: readonly FaultEntry[] = [
  {
    id: 'passphrase-newline',
    title: 'The passphrase file ends with a newline',
    done: 'agent-cert-key-passphrase of one agent has a line end behind the right passphrase, as echo and editors write it',
    link: 'agent-to-fleet-server',
    rules: ['passphrase-newline-for-defend'],
    rulesBefore95: ['passphrase-trailing-newline'],
    apply: (lab) => rewrite(lab, (passphrase) => `${passphrase}\n`),
  },
  {
    id: 'passphrase-byte-order-mark',
    title: 'The passphrase file begins with a byte order mark',
    done: 'agent-cert-key-passphrase of one agent has a byte order mark before the right passphrase, as Notepad writes it',
    link: 'agent-to-fleet-server',
    rules: ['passphrase-trailing-newline'],
    apply: (lab) => rewrite(lab, (passphrase) => `\ufeff${passphrase}`),
  },
  {
    id: 'wrong-passphrase',
    title: 'The passphrase is wrong',
    done: 'agent-cert-key-passphrase of one agent holds another passphrase',
    link: 'agent-to-fleet-server',
    rules: ['passphrase-wrong'],
    apply: (lab) => rewrite(lab, () => 'another-passphrase'),
  },
  {
    id: 'empty-passphrase',
    title: 'The passphrase file is empty',
    done: 'agent-cert-key-passphrase of one agent has no byte',
    link: 'agent-to-fleet-server',
    rules: ['passphrase-empty'],
    apply: (lab) => rewrite(lab, () => ''),
  },
  {
    id: 'passphrase-flag-missing',
    title: 'The passphrase file is not named',
    done: "one agent's command lacks --elastic-agent-cert-key-passphrase, and its key is encrypted",
    link: 'agent-to-fleet-server',
    rules: ['passphrase-missing'],
    apply: (lab) => flag(encryptedAgent(lab), 'elastic-agent-cert-key-passphrase', () => undefined),
  },
  {
    id: 'passphrase-not-ascii',
    title: "The passphrase of Elasticsearch's key has a letter outside ASCII",
    done: 'es-cert-key.pem is encrypted under pässword, in UTF-8, which lies beside it',
    link: 'agent-to-elasticsearch',
    rules: ['passphrase-not-ascii'],
    apply: (lab) => encryptElasticsearchKey(lab, { kdf: 'pbkdf2' }, 'pässword'),
  },
];

function rewrite(lab: Parameters<FaultEntry['apply']>[0], change: (passphrase: string) => string): void {
  const agent = encryptedAgent(lab);
  const path = passphraseFile('agent-cert');
  put(agent, path, change(textIn(agent, path)));
}
