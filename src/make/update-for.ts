import type { Deployment } from '../deployment/types.js';
import { type ChangeInput, planChange } from '../plan/change.js';
import { type OpenDeployment, signing } from './open.js';
import type { Update } from './update.js';

/**
 * The update that makes a deployment what it is to be, with the CAs that exist. A CA that it needs and does not have is made.
 *
 * @throws CertlabError as planChange does
 */
export function updateFor(
  { inventory }: Pick<OpenDeployment, 'inventory'>,
  deployment: Deployment,
  about: Pick<ChangeInput, 'now' | 'isDue'>,
): Update {
  const change = planChange({ deployment, hosts: inventory.hosts, authorities: signing(inventory), ...about });
  return {
    change,
    authorities: inventory.authorities,
    newAuthorities: change.newAuthorities.map((planned) => ({ planned, signs: true })),
    ...(inventory.rollout && { rollout: inventory.rollout }),
  };
}
