import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CertlabError } from '../errors.js';
import type { FoundCertificate } from '../x509/read/certificate.js';
import { inspect, type Material } from '../x509/read/material.js';
import { type BundleFile, readZip } from './archive.js';

/** The content of one zip, without the one folder everything in it lies in. */
export interface Bundle {
  /** Name of the zip without its extension, e.g. `agent-web-01`. */
  readonly id: string;
  readonly files: ReadonlyMap<string, BundleFile>;
}

/**
 * The zips that the operator means: those named, and those in a folder or in its `bundles/`.
 *
 * @throws CertlabError ERR_READ when a path does not exist or no zip is there
 */
export async function findBundles(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map(bundlesAt));
  return [...new Set(found.flat())];
}

async function bundlesAt(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const own = await zipsIn(join(path, 'bundles')).catch(() => []);
    const zips = own.length > 0 ? own : await zipsIn(path);
    if (zips.length > 0) return zips;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw notFound(path, error);
  }
  throw notFound(path);
}

const zipsIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder))
    .filter((name) => name.endsWith('.zip'))
    .sort()
    .map((name) => join(folder, name));

function notFound(path: string, cause?: unknown): CertlabError {
  const message = `there are no bundles at ${path}`;
  const hint = 'give the folder that create made, or the zips in its bundles/ folder';
  return new CertlabError({ code: 'ERR_READ', message, hint }, { cause });
}

/**
 * Reads one bundle.
 *
 * @throws CertlabError ERR_READ when it is no zip, or not one folder with files
 */
export async function readBundle(path: string): Promise<Bundle> {
  const entries = [...(await readZip(path))];
  const folder = entries[0]?.[0].split('/')[0];
  if (folder === undefined || !entries.every(([name]) => name.startsWith(`${folder}/`))) {
    throw new CertlabError({
      code: 'ERR_READ',
      message: `${path} does not hold one folder, as bundles do`,
      hint: 'give a zip that this program made',
    });
  }
  return {
    id: basename(path, '.zip'),
    files: new Map(entries.map(([name, file]) => [name.slice(folder.length + 1), file])),
  };
}

/** The text of a file in the bundle. */
export const textOf = (bundle: Bundle, path: string): string | undefined => bundle.files.get(path)?.content.toString();

const LOOKED_AT = new WeakMap<Buffer, Material>();

/** What a file of a bundle holds. It is looked at once, however many flags name it. */
export function materialOf({ content }: BundleFile): Material {
  const material = LOOKED_AT.get(content) ?? inspect(content);
  LOOKED_AT.set(content, material);
  return material;
}

/** Every certificate in a bundle, whatever its file is for. */
export const certificatesIn = ({ files }: Bundle): FoundCertificate[] =>
  [...files.values()].flatMap((file) => materialOf(file).certificates);
