import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Entry, Options, ZipFile } from 'yauzl';
import { CertlabError } from '../errors.js';

export interface BundleFile {
  /** Permission bits as unzip would set them. */
  readonly mode: number;
  readonly content: Buffer;
}

/** A bundle holds a few dozen small files: whatever is larger was not made for a host. */
const MOST_ENTRIES = 200;
const MOST_FILE_BYTES = 256 * 1024;
const MOST_BYTES = 8 * 1024 * 1024;

const FILE_TYPE = 0o170000;
const SYMBOLIC_LINK = 0o120000;

/**
 * Reads every file of a zip into memory, so that nothing of it can land outside. Names that leave the folder are refused
 * by yauzl, sizes that the entry does not keep are too (its strictFileNames and validateEntrySizes).
 *
 * @returns files by path, folders left out
 * @throws CertlabError ERR_READ when it is no zip, or holds something that a bundle never does
 */
export async function readZip(path: string): Promise<Map<string, BundleFile>> {
  const { fromBuffer } = await import('yauzl');
  try {
    const zip = await promisify<Buffer, Options, ZipFile>(fromBuffer)(await readWhole(path), {
      lazyEntries: true,
      strictFileNames: true,
    });
    return await readEntries(zip);
  } catch (error) {
    const message = `cannot read ${path} as a bundle: ${(error as Error).message}`;
    throw new CertlabError({ code: 'ERR_READ', message, hint: 'give a zip that this program made' }, { cause: error });
  }
}

/** In one go: reading each entry from the disk takes several times as long, and there are a dozen in each of a thousand zips. */
async function readWhole(path: string): Promise<Buffer> {
  const about = await stat(path);
  if (!about.isFile()) throw new Error('it is no file');
  if (about.size > MOST_BYTES) throw new Error('it is too large');
  return readFile(path);
}

async function readEntries(zip: ZipFile): Promise<Map<string, BundleFile>> {
  if (zip.entryCount > MOST_ENTRIES) throw new Error(`it holds more than ${MOST_ENTRIES} entries`);
  const files = new Map<string, BundleFile>();
  let total = 0;
  for await (const entry of entriesOf(zip)) {
    if (entry.fileName.endsWith('/')) continue;
    total += entry.uncompressedSize;
    refuseStrange(entry, total, files);
    files.set(entry.fileName, { mode: unixMode(entry) & 0o7777, content: await readEntry(zip, entry) });
  }
  return files;
}

function refuseStrange(entry: Entry, total: number, files: ReadonlyMap<string, unknown>): void {
  const name = JSON.stringify(entry.fileName);
  if (entry.uncompressedSize > MOST_FILE_BYTES || total > MOST_BYTES) throw new Error(`${name} is too large`);
  if ((unixMode(entry) & FILE_TYPE) === SYMBOLIC_LINK) throw new Error(`${name} is a symbolic link`);
  if (entry.isEncrypted()) throw new Error(`${name} is encrypted`);
  if (files.has(entry.fileName)) throw new Error(`${name} is there twice`);
}

/** The upper half of the external attributes, where zips made on Unix keep st_mode. */
const unixMode = (entry: Entry): number => entry.externalFileAttributes >>> 16;

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry, void, undefined> {
  for (;;) {
    const entry = await new Promise<Entry | undefined>((resolve, reject) => {
      zip.once('entry', resolve);
      zip.once('end', () => resolve(undefined));
      zip.once('error', reject);
      zip.readEntry();
    });
    zip.removeAllListeners('entry').removeAllListeners('end').removeAllListeners('error');
    if (!entry) return;
    yield entry;
  }
}

async function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const stream = await promisify(zip.openReadStream.bind(zip) as OpenReadStream)(entry);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

type OpenReadStream = (entry: Entry, callback: (error: Error | null, stream: NodeJS.ReadableStream) => void) => void;
