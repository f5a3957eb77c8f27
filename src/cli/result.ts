import { join } from 'node:path';
import type { Notice } from '../deployment/types.js';
import type { Plan } from '../plan/types.js';
import type { Proof } from '../proof/types.js';
import type { Inventory } from '../store/types.js';

/** What `create --json` prints. */
export interface CreateResult {
  readonly name: string;
  /** Absolute, like all paths here. */
  readonly folder: string;
  readonly replaced?: string;
  readonly bundles: readonly {
    readonly id: string;
    readonly role: string;
    readonly name: string;
    readonly path: string;
    readonly sha256: string;
  }[];
  readonly proof?: ProofResult;
  readonly notices: readonly Notice[];
}

/** The proof in numbers, and everything that the rules found. */
export interface ProofResult {
  readonly ok: boolean;
  readonly links: number;
  readonly handshakes: number;
  readonly notAsExpected: number;
  readonly findings: Proof['findings'];
}

/** The result of a deployment that was made in `folder`. */
export function createResult(
  folder: string,
  made: { readonly inventory: Inventory; readonly proof?: Proof; readonly replaced?: string },
  notices: readonly Notice[],
): CreateResult {
  const { inventory, proof, replaced } = made;
  return {
    name: inventory.name,
    folder,
    ...(replaced !== undefined && { replaced }),
    bundles: inventory.hosts.map(({ id, role, name, bundle, bundleSha256 }) => ({
      id,
      role,
      name,
      path: join(folder, bundle),
      sha256: bundleSha256,
    })),
    ...(proof && { proof: proofResult(proof) }),
    notices,
  };
}

export function proofResult({ ok, cases, findings }: Proof): ProofResult {
  return {
    ok,
    links: new Set(cases.map(({ link }) => link)).size,
    handshakes: cases.filter(({ tls }) => tls !== 'rule').length,
    notAsExpected: cases.filter((one) => !one.ok).length,
    findings,
  };
}

/** What `create --dry-run --json` prints: the plan as it is; it holds no secret. */
export function planResult({ deployment, authorities, links, hosts }: Plan, notices: readonly Notice[]) {
  return { deployment, authorities, links, hosts, notices };
}
