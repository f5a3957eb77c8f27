import { createHash } from 'node:crypto';
import type { DistinguishedName } from '../x509/write/types.js';
import type { HostRole } from './types.js';

/** Upper bound of a common name (RFC 5280 appendix A.1, ub-common-name). */
const COMMON_NAME_LIMIT = 64;
/** Well under every file system's 255 bytes, with room for `.zip` and a path in front. */
const HOST_ID_LIMIT = 120;

/** `O=<deployment>, OU=<certificate>, CN=<host>`: readable, and unique within the deployment. */
export function distinguishedName(deployment: string, commonName: string, certificate?: string): DistinguishedName {
  return {
    organization: deployment,
    ...(certificate === undefined ? {} : { organizationalUnit: certificate }),
    commonName: shortened(commonName, COMMON_NAME_LIMIT),
  };
}

/** Names a host's zip and folder: `<role>-<name>`, safe for every file system. The colons of IPv6 become dashes. */
export function hostId(role: HostRole, name: string): string {
  return shortened(`${role}-${name.replaceAll(':', '-')}`, HOST_ID_LIMIT);
}

/** A long name keeps its beginning and gets a digest of the whole, so that two of them stay different. */
function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return `${text.slice(0, limit - digest.length - 1)}-${digest}`;
}
