import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { CertificateName } from '../plan/types.js';
import type { LabBundle } from './deployment.js';
import { type Encryption, forgeKey } from './forge-key.js';
import { bundleOf, elasticsearch, keyOf, type Lab, put } from './lab.js';

/** A key of any type and size, those that issuing refuses too. */
export const generateAnyKeyPair = promisify(generateKeyPair);

/** Where a certificate's key and the passphrase for it lie in a bundle. */
export const keyFile = (name: CertificateName): string => `certs/${name}-key.pem`;
export const passphraseFile = (name: CertificateName): string => `certs/${name}-key-passphrase`;

/** An agent whose key is encrypted, installed by install.sh. */
export const encryptedAgent = (lab: Lab): LabBundle =>
  bundleOf(lab, 'agent', ({ files }) => files.has(passphraseFile('agent-cert')) && files.has('install.sh'));

/** Encrypts an agent's key again under its own passphrase, in another way, or puts another key in its place. */
export function encryptAgentKey(lab: Lab, encryption: Encryption, key?: KeyObject): void {
  const agent = encryptedAgent(lab);
  const passphrase = agent.files.get(passphraseFile('agent-cert'))?.content.toString() ?? '';
  put(
    agent,
    keyFile('agent-cert'),
    forgeKey(key ?? keyOf(agent, 'agent-cert'), passphrase, encryption, lab.randomBytes),
  );
}

/** What Elasticsearch's keystore would be told. */
const ES_PASSPHRASE = 'lab-passphrase';

/** Encrypts Elasticsearch's key, whose passphrase lies in the file beside it until it is put into the keystore. */
export function encryptElasticsearchKey(lab: Lab, encryption: Encryption, passphrase = ES_PASSPHRASE): void {
  const node = elasticsearch(lab);
  const key = keyOf(node, 'es-cert');
  put(node, keyFile('es-cert'), forgeKey(key, passphrase, encryption, lab.randomBytes));
  put(node, passphraseFile('es-cert'), passphrase);
}
