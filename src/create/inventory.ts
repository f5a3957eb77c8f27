import { formatStackVersion } from '../deployment/versions.js';
import type { Plan } from '../plan/types.js';
import type { CertificateRecord, HostRecord, Inventory } from '../store/types.js';

/** The record of everything that was made. */
export function assembleInventory(
  plan: Plan,
  authorities: readonly CertificateRecord[],
  hosts: readonly HostRecord[],
  now: Date,
): Inventory {
  const { deployment } = plan;
  return {
    inventoryVersion: 1,
    name: deployment.name,
    mode: deployment.mode,
    stackVersion: formatStackVersion(deployment.stackVersion),
    clientAuth: deployment.clientAuth,
    esClientAuth: deployment.esClientAuth,
    createdAt: now.toISOString(),
    links: plan.links,
    authorities,
    hosts,
  };
}
