import type { Bundle } from './bundle.js';

/** Finds what a path on the host means in the bundle that was unpacked there. */
export interface HostFiles {
  readonly bundle: Bundle;
  /** Where `certs/` is installed. */
  readonly folder: string;
  /** What relative paths in settings are relative to. */
  readonly base?: string;
}

/** A path that is not one of the bundle's files: nothing will be there on the host. */
export class NotInBundle extends Error {}

/**
 * The file of `certs/` that lies at `path` once the bundle is installed.
 *
 * @throws NotInBundle when no file of the bundle is installed there
 */
export function fileAt(files: HostFiles, path: string): { name: string; content: Buffer } {
  const { folder, base, bundle } = files;
  const absolute = base !== undefined && !isAbsolute(path) ? `${base}/${path}` : path;
  const [, parent, name] = /^(.*)[\\/]([^\\/]+)$/.exec(absolute) ?? [];
  const content = bundle.files.get(`certs/${name}`)?.content;
  if (parent !== folder || name === undefined || content === undefined) throw new NotInBundle(path);
  return { name, content };
}

/** Whether a file of the bundle lies at `path` once it is installed. */
export function hasFile(files: HostFiles, path: string): boolean {
  try {
    return fileAt(files, path) !== undefined;
  } catch {
    return false;
  }
}

/** True for the path styles of both kinds of hosts: a bundle may be proved on another system than its own. */
export const isAbsolute = (path: string): boolean => /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(path);
