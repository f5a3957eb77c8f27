import { BadAnswer } from './bad-answer.js';
import { parseHost } from './hosts.js';

/**
 * Device names that Windows reserves in every folder, with or without an extension; it reads superscript digits as digits
 * there ("Naming Files, Paths, and Namespaces").
 */
export const WINDOWS_DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])(\.|$)/i;

/**
 * An agent is named as its host is in DNS: the name goes into its certificate, its bundle and the file system of three
 * operating systems. Folded to lower case.
 *
 * @throws BadAnswer
 */
export function parseAgentName(text: string): string {
  const name = parseHost(text);
  if (name.includes(':') || /^[\d.]+$/.test(name)) {
    throw new BadAnswer('is an address', 'name the agent, and give its address with --san or in the column alt-names');
  }
  if (WINDOWS_DEVICE.test(name)) throw new BadAnswer('is a reserved name on Windows', 'choose another name');
  return name;
}

/**
 * The deployment's name is a folder, the beginning of every bundle's name, and the organisation in every certificate,
 * which takes 64 characters (RFC 5280 appendix A.1, ub-organization-name).
 *
 * @throws BadAnswer
 */
export function parseDeploymentName(text: string): string {
  if (!/^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/.test(text)) {
    throw new BadAnswer(
      'cannot name a folder and an organisation',
      'give 1 to 64 letters, digits, dots, dashes and underscores, beginning and ending with a letter or digit',
    );
  }
  if (WINDOWS_DEVICE.test(text)) throw new BadAnswer('is a reserved name on Windows', 'choose another name');
  return text;
}

/**
 * The id of a Fleet policy, a UUID unless somebody chose another one.
 *
 * @throws BadAnswer
 */
export function parsePolicyId(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/.test(text)) return text;
  throw new BadAnswer(
    'is no policy id',
    'copy it from the address of the policy in Fleet: letters, digits, dots, dashes, underscores',
  );
}
