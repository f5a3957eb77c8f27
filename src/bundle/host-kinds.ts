import type { PlannedHost } from '../plan/types.js';

/** Remembers what was made for one host and gives it to the next host of the same kind: agents come in thousands. */
export function oncePerKind<T>(make: (host: PlannedHost) => T): (host: PlannedHost) => T {
  const made = new Map<string, T>();
  return (host) => {
    const kind = kindOf(host);
    const known = made.get(kind);
    if (known !== undefined) return known;
    const value = make(host);
    made.set(kind, value);
    return value;
  };
}

/**
 * All that may decide what hosts share: `sharedParts` (bundle.ts) and `command` (commands-page.ts). Only what names one
 * agent (its id, its name, the subjects and names of its certificates) is no part of it: servers have addresses.
 */
function kindOf({ role, id, platform, targetDir, authorities, certificates }: PlannedHost): string {
  return [
    role === 'agent' ? role : id,
    platform,
    targetDir,
    ...authorities,
    ...certificates.map(({ name, passphrase }) => `${name} ${passphrase}`),
  ].join('\n');
}
