import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { LARGEST_FILE } from '../../../src/x509/read/read.js';

/** A file of a collection, as a host has it. */
export interface Input {
  /** Path on the host that stands for all: plain, so that it means the same in every flag. */
  readonly path: string;
  /** Path on this machine. */
  readonly file: string;
  /** Where it stands in its collection. */
  readonly origin: string;
}

/** A PEM mark somewhere, or the beginning of a DER SEQUENCE. */
const looksLikeMaterial = (content: Buffer): boolean =>
  content.includes('-----BEGIN ') || (content[0] === 0x30 && content.length > 2 && content[1]! >= 0x30);

/**
 * Copies everything that looks like a certificate or a key below a folder that stands for a host.
 *
 * @param every takes one file of this many
 */
export async function inputsOf(collection: string, host: string, every: number): Promise<Input[]> {
  await mkdir(join(host, 'f'), { recursive: true });
  const entries = await readdir(collection, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const inputs: Input[] = [];
  let seen = 0;
  for (const from of files.sort()) {
    const content = await readFile(from);
    if (content.length > LARGEST_FILE || !looksLikeMaterial(content) || seen++ % every !== 0) continue;
    const path = `/f/${String(inputs.length).padStart(5, '0')}.x`;
    await copyFile(from, join(host, path));
    inputs.push({ path, file: join(host, path), origin: relative(collection, from) });
  }
  return inputs;
}
