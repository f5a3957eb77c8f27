import { generateKeyPair } from '../../x509/write/keys.js';
import { fromPem } from '../../x509/write/pem.js';
import { forgeKey, forgeLegacyKey } from '../forge-key.js';
import { fleetServer, keyOf, put, remake, textIn } from '../lab.js';
import {
  encryptAgentKey,
  encryptElasticsearchKey,
  encryptedAgent,
  generateAnyKeyPair,
  keyFile,
  passphraseFile,
} from '../lab-keys.js';
import type { FaultEntry } from '../types.js';

/** Private keys that one of the programs cannot read. */
export const KEY_FAULTS: readonly FaultEntry[] = [
  {
    id: 'mismatched-key',
    title: "An agent's key belongs to another certificate",
    done: 'agent-cert-key.pem of one agent holds a new key, encrypted under the same passphrase',
    link: 'agent-to-fleet-server',
    rules: ['key-mismatch'],
    async apply(lab) {
      const { privateKey } = await generateKeyPair('ec-p256');
      encryptAgentKey(lab, { kdf: 'pbkdf2' }, privateKey);
    },
  },
  {
    id: 'legacy-encrypted-key',
    title: "An agent's key is encrypted in OpenSSL's old way",
    done: 'agent-cert-key.pem of one agent has Proc-Type and DEK-Info headers; the passphrase is right',
    link: 'agent-to-fleet-server',
    rules: ['key-legacy-encryption'],
    apply(lab) {
      const agent = encryptedAgent(lab);
      const passphrase = textIn(agent, passphraseFile('agent-cert'));
      put(agent, keyFile('agent-cert'), forgeLegacyKey(keyOf(agent, 'agent-cert'), passphrase));
    },
  },
  {
    id: 'pbes2-key-length',
    title: "An agent's key states the length of its encryption key",
    done: 'the PBKDF2 parameters of agent-cert-key.pem hold the optional keyLength, as node-forge and Bouncy Castle write it',
    link: 'agent-to-fleet-server',
    rules: ['key-pbkdf2-key-length'],
    apply: (lab) => encryptAgentKey(lab, { kdf: 'pbkdf2', statesKeyLength: true }),
  },
  {
    id: 'hmac-sha512',
    title: "An agent's key is encrypted with HMAC-SHA-512",
    done: 'agent-cert-key.pem of one agent is encrypted with PBKDF2 over HMAC-SHA-512',
    link: 'agent-to-fleet-server',
    rules: ['key-prf-unsupported'],
    apply: (lab) => encryptAgentKey(lab, { kdf: 'pbkdf2', prf: 'sha512' }),
  },
  {
    id: 'scrypt',
    title: 'The key of Elasticsearch is encrypted with scrypt',
    done: 'es-cert-key.pem is encrypted with PBES2 over scrypt, as openssl pkcs8 -scrypt writes it; the passphrase lies beside it',
    link: 'agent-to-elasticsearch',
    rules: ['key-encryption-unsupported'],
    apply: (lab) => encryptElasticsearchKey(lab, { kdf: 'scrypt' }),
  },
  {
    id: 'triple-des',
    title: 'The key of Elasticsearch is encrypted with 3DES',
    done: 'es-cert-key.pem is encrypted with PBES2 and DES-EDE3-CBC; the passphrase lies beside it',
    link: 'agent-to-elasticsearch',
    rules: ['key-cipher-unsupported'],
    apply: (lab) => encryptElasticsearchKey(lab, { kdf: 'pbkdf2', cipher: 'des-ede3-cbc' }),
  },
  {
    id: 'ed25519-encrypted',
    title: "An agent's key is an encrypted Ed25519 key",
    done: 'the agent-cert of one agent is made again for an Ed25519 key, which is encrypted under the same passphrase',
    link: 'agent-to-fleet-server',
    rules: ['key-ed25519-encrypted', 'weak-key'],
    async apply(lab) {
      const { publicKey, privateKey } = await generateAnyKeyPair('ed25519');
      const agent = encryptedAgent(lab);
      remake(lab, agent, 'agent-cert', 'agent-ca', { publicKey });
      encryptAgentKey(lab, { kdf: 'pbkdf2' }, privateKey);
    },
  },
  {
    id: 'key-as-der',
    title: "An agent's key is DER under the name of a PEM file",
    done: 'agent-cert-key.pem of one agent holds the same encrypted key without the PEM around it',
    link: 'agent-to-fleet-server',
    rules: ['file-not-pem'],
    apply(lab) {
      const agent = encryptedAgent(lab);
      const [block] = fromPem(textIn(agent, keyFile('agent-cert')));
      put(agent, keyFile('agent-cert'), block!.der);
    },
  },
  {
    id: 'fleet-es-key-encrypted',
    title: 'The key for Elasticsearch is encrypted, and no flag takes its passphrase',
    done: 'fleet-es-cert-key.pem on the host of Fleet Server is encrypted',
    link: 'fleet-server-to-elasticsearch',
    rules: ['fleet-es-key-encrypted'],
    apply(lab) {
      const server = fleetServer(lab);
      const key = keyOf(server, 'fleet-es-cert');
      const locked = forgeKey(key, 'given-to-nobody', { kdf: 'pbkdf2' }, lab.randomBytes);
      put(server, keyFile('fleet-es-cert'), locked);
    },
  },
];
