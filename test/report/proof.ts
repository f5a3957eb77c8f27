import type { Proof, ProofCase } from '../../src/proof/types.js';
import type { Inventory } from '../../src/store/types.js';

const works: ProofCase = {
  link: 'agent-to-fleet-server',
  client: 'agent-web-0001.example.com',
  server: 'fleet-server-fleet.example.com',
  case: 'works',
  tls: 'TLSv1.3',
  serverName: 'fleet.example.com',
  expected: 'accept',
  outcome: 'accept',
  reason: 'both ends read a byte',
  ok: true,
};

export const proofCase = (changes: Partial<ProofCase>): ProofCase => ({ ...works, ...changes });

/** A proof of what an inventory's agents do, as the real one would be: every agent works, what must be refused once. */
export function proofOf({ hosts }: Inventory, changes: Partial<Proof> = {}): Proof {
  const agents = hosts.filter(({ role }) => role === 'agent');
  const links = ['agent-to-fleet-server', 'agent-to-elasticsearch'] as const;
  return {
    cases: [
      ...agents.flatMap(({ id }) => links.map((link) => proofCase({ link, client: id }))),
      proofCase({
        case: 'stranger-server',
        expected: 'refuse',
        outcome: 'refuse',
        reason: 'client: SELF_SIGNED_CERT_IN_CHAIN',
      }),
    ],
    findings: [],
    links: [],
    installs: agents.map(({ id, platform }) => ({
      bundle: id,
      file: platform === 'windows' ? 'install.ps1' : 'install.sh',
      command: `sudo elastic-agent install \\\n  --url=https://fleet.example.com:8220 \\\n  --tag=${platform}`,
    })),
    ok: true,
    ...changes,
  };
}
