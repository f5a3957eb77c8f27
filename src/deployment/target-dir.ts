import { BadAnswer } from './bad-answer.js';
import { WINDOWS_DEVICE } from './names.js';

/** How a host writes absolute paths. */
export type PathStyle = 'posix' | 'windows';

/** What a part of the path may be written with: all shells, YAML and Elastic's comma lists take it as it is. */
const PART = /^[\p{L}\p{N}._@+-]+$/u;

/** Folders that do not last: a restart or an upgrade takes the files away, and the agent with them. */
const SHORT_LIVED: readonly (readonly [applies: RegExp, reason: string])[] = [
  [/^\/(tmp|var\/tmp|run|var\/run|dev|proc|sys)(\/|$)/, 'is emptied when the host restarts'],
  [/^\/opt\/Elastic\/Agent(\/|$)/, 'is removed when Elastic Agent is uninstalled'],
];

/** `/` begins a POSIX path, a drive a Windows path; nothing else is absolute on its own system. */
export function pathStyle(text: string): PathStyle | undefined {
  if (text.startsWith('/')) return 'posix';
  return /^[A-Za-z]:[\\/]/.test(text) ? 'windows' : undefined;
}

/**
 * Where files live on a host: absolute, because Elastic Agent insists on it; without white space, commas and quotes,
 * because some of its flags are comma lists. Without trailing separator.
 *
 * @throws BadAnswer
 */
export function parseTargetDir(text: string): string {
  const style = pathStyle(text);
  if (style === undefined) throw new BadAnswer('is not an absolute path', 'write /folder/... or C:\\folder\\...');
  if (style === 'windows' && text.includes('/'))
    throw new BadAnswer('mixes slashes with a drive', 'write C:\\folder\\...');
  const separator = style === 'posix' ? '/' : '\\';
  const parts = text
    .replace(separator === '/' ? /\/$/ : /\\$/, '')
    .split(separator)
    .slice(1);
  if (parts.length === 0) throw new BadAnswer('is a whole file system', 'name a folder of its own');
  for (const part of parts) checkPart(part, style);
  const path = [style === 'posix' ? '' : text.slice(0, 2).toUpperCase(), ...parts].join(separator);
  const reason = SHORT_LIVED.find(([applies]) => applies.test(path))?.[1];
  if (reason) throw new BadAnswer(reason, 'choose a folder that stays');
  // Windows without long paths ends at 260 characters, and the longest file name has 32.
  if (path.length > 200) throw new BadAnswer('has more than 200 characters', 'Windows takes 260 with the file name');
  return path;
}

function checkPart(part: string, style: PathStyle): void {
  if (part === '') throw new BadAnswer('has an empty part', 'write each separator once');
  if (part === '.' || part === '..') throw new BadAnswer('holds . or ..', 'write the path out');
  if (/\s/.test(part))
    throw new BadAnswer('holds white space', 'Elastic Agent gets this path in comma lists and scripts');
  if (!PART.test(part)) {
    throw new BadAnswer(
      'holds a character that some shell or list reads differently',
      'keep to letters, digits and . _ @ + -',
    );
  }
  if (part.startsWith('-'))
    throw new BadAnswer('has a part that begins with a dash', 'commands would read it as an option');
  if (style === 'windows' && part.endsWith('.'))
    throw new BadAnswer('has a part that ends in a dot', 'Windows drops such a dot');
  if (style === 'windows' && WINDOWS_DEVICE.test(part))
    throw new BadAnswer('has a part that is a reserved name on Windows', 'choose another name');
}
