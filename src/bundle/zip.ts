import ZipStream from 'zip-stream';
import { checkEntryNames } from './entry-names.js';
import type { OutputFile } from './types.js';

/** The first moment a zip can name: the same files give the same bytes whenever they are packed. */
const FIXED_DATE = new Date(Date.UTC(1980, 0, 1));
const FOLDER_MODE = 0o700;

/** Keeps what is written: a zip is read when it is whole, and its hundreds of header fields need not pass a reader each. */
class ZipInMemory extends ZipStream {
  private readonly parts: Buffer[] = [];

  override _transform(part: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.parts.push(part);
    done();
  }

  whole(): Buffer {
    this.finalize();
    // What is in memory is written at once; were a library to change that, half a zip would pass for a whole one.
    if (!this.writableEnded || this.writableLength > 0) throw new Error('the zip is not complete');
    return Buffer.concat(this.parts);
  }
}

/**
 * Packs one zip that holds one folder with these files. Entries are sorted and stored, not deflated: keys do not shrink,
 * deflate costs three times as much here, and its bytes depend on the zlib that Node was built with.
 *
 * @throws CertlabError ERR_WRITE when a name is unsafe
 */
export function packZip(folder: string, files: readonly OutputFile[]): Buffer {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  checkEntryNames([folder, ...sorted.map((file) => `${folder}/${file.path}`)]);
  const zip = new ZipInMemory({ store: true });
  for (const name of foldersOf(folder, sorted)) {
    zip.entry('', { name: `${name}/`, mode: FOLDER_MODE, date: FIXED_DATE }, orThrow);
  }
  for (const { path, mode, content } of sorted) {
    zip.entry(content, { name: `${folder}/${path}`, mode, date: FIXED_DATE }, orThrow);
  }
  return zip.whole();
}

/** Stored entries are written at once, and so is a failure told. */
function orThrow(error: Error | null): void {
  if (error) throw error;
}

/** Every folder above a file, outermost first: unpacked folders get the private mode only if they are entries. */
function foldersOf(folder: string, files: readonly OutputFile[]): string[] {
  const folders = new Set([folder]);
  for (const file of files) {
    const parts = file.path.split('/').slice(0, -1);
    parts.forEach((_, depth) => {
      folders.add([folder, ...parts.slice(0, depth + 1)].join('/'));
    });
  }
  return [...folders].sort();
}
