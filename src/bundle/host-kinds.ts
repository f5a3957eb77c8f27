import type { Plan, PlannedHost } from '../plan/types.js';

/** Remembers what was made for one host and gives it to the next host of the same kind: agents come in thousands. */
export function oncePerKind<T>(make: (plan: Plan, host: PlannedHost) => T): (plan: Plan, host: PlannedHost) => T {
  const made = new WeakMap<Plan, Map<string, T>>();
  return (plan, host) => {
    const ofPlan = made.get(plan) ?? new Map<string, T>();
    made.set(plan, ofPlan);
    const kind = kindOf(host);
    const known = ofPlan.get(kind);
    if (known !== undefined) return known;
    const value = make(plan, host);
    ofPlan.set(kind, value);
    return value;
  };
}

/** All that commands and install scripts depend on. Only an agent's own name is no part of it: servers have addresses. */
function kindOf({ role, id, platform, targetDir, authorities, certificates }: PlannedHost): string {
  return [
    role === 'agent' ? role : id,
    platform,
    targetDir,
    ...authorities,
    ...certificates.map(({ name, passphrase }) => `${name} ${passphrase}`),
  ].join('\n');
}
