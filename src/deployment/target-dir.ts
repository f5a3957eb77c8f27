import { BadAnswer } from './bad-answer.js';
import { WINDOWS_DEVICE } from './names.js';
import type { PathStyle } from './types.js';

/** What a part of the path may be written with: all shells, YAML and Elastic's comma lists take it as it is. */
const PART = /^[\p{L}\p{N}._@+-]+$/u;

/** Folders that do not last: a restart or an upgrade takes the files away, and the agent with them. */
const SHORT_LIVED: readonly (readonly [applies: RegExp, reason: string])[] = [
  [/^\/(tmp|var\/tmp|run|var\/run|dev|proc|sys)(\/|$)/, 'is emptied when the host restarts'],
  [/^\/opt\/Elastic\/Agent(\/|$)/, 'is removed when Elastic Agent is uninstalled'],
];

/** The install scripts set who may read the folder itself, so none that others use. Folders below these are fine. */
const SYSTEM_FOLDERS: Readonly<Record<PathStyle, readonly string[]>> = {
  // Filesystem Hierarchy Standard 3.0, then macOS. Case does not count: macOS ignores it.
  posix: [
    ...[
      '/bin',
      '/boot',
      '/etc',
      '/home',
      '/lib',
      '/lib32',
      '/lib64',
      '/libx32',
      '/lost+found',
      '/media',
      '/mnt',
      '/opt',
    ],
    ...['/root', '/sbin', '/snap', '/srv', '/usr', '/var'],
    ...['/etc/ca-certificates', '/etc/default', '/etc/init.d', '/etc/pki', '/etc/pki/tls', '/etc/pki/tls/certs'],
    ...['/etc/pki/tls/private', '/etc/ssh', '/etc/ssl', '/etc/ssl/certs', '/etc/ssl/private', '/etc/systemd'],
    ...['/usr/bin', '/usr/include', '/usr/lib', '/usr/lib64', '/usr/libexec', '/usr/local', '/usr/local/bin'],
    ...[
      '/usr/local/etc',
      '/usr/local/lib',
      '/usr/local/sbin',
      '/usr/local/share',
      '/usr/sbin',
      '/usr/share',
      '/usr/src',
    ],
    ...['/var/cache', '/var/lib', '/var/local', '/var/lock', '/var/log', '/var/mail', '/var/opt', '/var/spool'],
    ...['/applications', '/cores', '/library', '/private', '/private/etc', '/private/tmp', '/private/var', '/system'],
    ...['/system/library', '/users', '/users/shared', '/volumes'],
  ],
  // On any drive: Windows need not be on C.
  windows: [
    ...['\\boot', '\\documents and settings', '\\efi', '\\inetpub', '\\perflogs'],
    ...['\\program files', '\\program files (x86)', '\\program files\\common files', '\\program files\\elastic'],
    ...['\\programdata', '\\programdata\\elastic', '\\programdata\\microsoft', '\\recovery'],
    ...['\\system volume information', '\\users', '\\users\\all users', '\\users\\default', '\\users\\public'],
    ...['\\windows', '\\windows\\system32', '\\windows\\syswow64', '\\windows\\temp'],
  ],
};

const HOME = /^[\\/](home|users)[\\/][^\\/]+$/;

/** A folder that may be given instead. */
const EXAMPLES: Readonly<Record<PathStyle, string>> = {
  posix: '/etc/fleet-tls',
  windows: 'C:\\ProgramData\\fleet-tls',
};

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
  if (parts.length === 0) throw new BadAnswer('is a whole file system', ownFolder(style));
  checkShared(['', ...parts].join(separator).toLowerCase(), style);
  for (const part of parts) checkPart(part, style);
  const path = [style === 'posix' ? '' : text.slice(0, 2).toUpperCase(), ...parts].join(separator);
  const reason = SHORT_LIVED.find(([applies]) => applies.test(path))?.[1];
  if (reason) throw new BadAnswer(reason, 'choose a folder that stays');
  // Windows without long paths ends at 260 characters, and the longest file name has 32.
  if (path.length > 200) throw new BadAnswer('has more than 200 characters', 'Windows takes 260 with the file name');
  return path;
}

/** @param path in lower case, without a drive */
function checkShared(path: string, style: PathStyle): void {
  if (SYSTEM_FOLDERS[style].includes(path)) throw new BadAnswer('is a system folder', ownFolder(style));
  if (HOME.test(path)) throw new BadAnswer("is a user's home folder", ownFolder(style));
}

const ownFolder = (style: PathStyle): string => `choose a folder for these files alone, for example ${EXAMPLES[style]}`;

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
