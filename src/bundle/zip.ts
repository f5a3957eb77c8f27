import { finished } from 'node:stream/promises';
import { checkEntryNames } from './entry-names.js';
import type { OutputFile } from './types.js';

/** The first moment a zip can name: the same files give the same bytes whenever they are packed. */
const FIXED_DATE = new Date(Date.UTC(1980, 0, 1));
const FOLDER_MODE = 0o700;

/**
 * Packs one zip that holds one folder with these files. Entries are sorted and stored, not deflated: keys do not shrink,
 * deflate costs three times as much here, and its bytes depend on the zlib that Node was built with.
 *
 * @throws CertlabError ERR_WRITE when a name is unsafe
 */
export async function packZip(folder: string, files: readonly OutputFile[]): Promise<Buffer> {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  checkEntryNames([folder, ...sorted.map((file) => `${folder}/${file.path}`)]);
  // Loaded here, so that the first keys are made in the meantime.
  const { ZipArchive } = await import('archiver');
  const parts: Buffer[] = [];
  // The zip is read when it is whole: its hundreds of header fields need not pass through one more stream.
  const zip = Object.assign(new ZipArchive({ store: true }), { write: (part: Buffer) => parts.push(part) > 0 });
  for (const name of foldersOf(folder, sorted)) {
    zip.append('', { name: `${name}/`, mode: FOLDER_MODE, date: FIXED_DATE });
  }
  for (const { path, mode, content } of sorted) {
    zip.append(content, { name: `${folder}/${path}`, mode, date: FIXED_DATE });
  }
  await Promise.all([finished(zip, { readable: false }), zip.finalize()]);
  return Buffer.concat(parts);
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
