import { authorityOf, impossible, mutualAgent, put, textIn } from '../lab.js';
import type { FaultEntry } from '../types.js';

/** What lies in a bundle that must not, or not like that. */
export const BUNDLE_FAULTS: readonly FaultEntry[] = [
  {
    id: 'authority-key-in-bundle',
    title: "An authority's key is handed out",
    done: "the bundle of one agent holds agent-ca's private key",
    link: 'agent-to-fleet-server',
    rules: ['authority-key-in-bundle'],
    apply(lab) {
      const key = authorityOf(lab, 'agent-ca').files.get('agent-ca-key.pem');
      if (!key) throw impossible('agent-ca has no key');
      put(mutualAgent(lab), 'certs/agent-ca-key.pem', key);
    },
  },
  {
    id: 'readable-key',
    title: 'Everybody on the host can read the key',
    done: 'agent-cert-key.pem of one agent is packed with mode 0644',
    link: 'agent-to-fleet-server',
    rules: ['private-file-mode'],
    apply(lab) {
      const agent = mutualAgent(lab);
      put(agent, 'certs/agent-cert-key.pem', textIn(agent, 'certs/agent-cert-key.pem'), 0o644);
    },
  },
  {
    id: 'file-not-in-manifest',
    title: 'A bundle was changed after it was made',
    done: 'es-ca.pem of one agent has a line more than when manifest.json was written',
    link: 'agent-to-elasticsearch',
    rules: ['manifest-mismatch'],
    keepsManifest: true,
    apply(lab) {
      const agent = mutualAgent(lab);
      put(agent, 'certs/es-ca.pem', `${textIn(agent, 'certs/es-ca.pem')}\n`);
    },
  },
];
