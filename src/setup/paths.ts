import { join, posix } from 'node:path';
import type { PathStyle } from '../deployment/types.js';

/** Whether a path is absolute where it will be used: Go's filepath.IsAbs differs by system. */
export const isAbsoluteOn = (style: PathStyle, path: string): boolean =>
  style === 'windows' ? /^([A-Za-z]:[\\/]|\\\\)/.test(path) : path.startsWith('/');

/** The entries of a comma list, as Elastic Agent splits and trims it (internal/pkg/cli/flags.go:13). */
export const listOf = (value: string): string[] => value.split(',').map((path) => path.trim());

/**
 * Where the file that a host knows under an absolute path lies on this machine, most likely place first. Inside `root`
 * nothing leads out of it. A drive is a folder of its letter, or left out.
 */
export function placesOf(path: string, style: PathStyle, root: string | undefined): string[] {
  if (root === undefined) return [path];
  if (style === 'posix') return [join(root, posix.normalize(path))];
  const [, drive, rest] = /^(?:([A-Za-z]):)?(.*)$/s.exec(path) ?? [];
  const below = posix.normalize(`/${rest!.replaceAll('\\', '/')}`);
  return drive === undefined ? [join(root, below)] : [join(root, drive.toUpperCase(), below), join(root, below)];
}

/** Whether a path is absolute on either kind of host: a file may be read on another system than its own. */
export const isAbsolute = (path: string): boolean => isAbsoluteOn('posix', path) || isAbsoluteOn('windows', path);
