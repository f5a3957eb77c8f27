import { BadAnswer, within } from './bad-answer.js';
import { parseHost, parseHostOrWildcard } from './hosts.js';
import { shown } from './shown.js';

/** Further names of one host's certificates, canonical. */
export interface FurtherNames {
  readonly host: string;
  readonly names: readonly string[];
}

/**
 * Reads `host=name,ip...`. Whether the deployment has that host is known only when all is read.
 *
 * @throws BadAnswer
 */
export function parseSan(text: string): FurtherNames {
  const [, host, list] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (host === undefined || list === undefined) {
    throw new BadAnswer('has no = between the host and its names', 'write host=name,address');
  }
  const names = list
    .split(',')
    .map((name) => within(`has a name ${shown(name.trim())} that`, () => parseHostOrWildcard(name.trim())));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new BadAnswer(`names ${twice} twice`, 'name it once');
  return { host: within('has a host that', () => parseHost(host.trim())), names };
}
