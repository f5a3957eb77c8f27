import type { StackVersion } from '../deployment/types.js';
import { NEWEST_VERSION, nearestKnownVersion } from '../deployment/versions.js';
import type { Terminal } from './terminal/terminal.js';

/**
 * The version to judge by, as `--stack-version` gives it: the newest known unless given. A note tells of one that another
 * stands in for.
 *
 * @throws CertlabError ERR_STACK_VERSION for text that is not a version
 */
export function judgedVersion(given: string | undefined, terminal: Terminal): StackVersion {
  if (given === undefined) return NEWEST_VERSION;
  const { version, note } = nearestKnownVersion(given);
  if (note !== undefined) terminal.notice(note);
  return version;
}
