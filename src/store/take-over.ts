import {
  constants,
  copyFileSync,
  type Dirent,
  linkSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { CertlabError } from '../errors.js';

/** File systems without hard links (FAT, some network file systems), or too many links to one file (link(2)). */
const NO_LINKS: readonly unknown[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EXDEV', 'EMLINK', 'ENOSYS'];

/**
 * Makes everything below `from` appear below `to`, which is an empty folder: files as links to the same files, or as copies
 * where links do not exist; symbolic links as they are.
 *
 * @throws CertlabError ERR_OUTPUT for something that is neither a file nor a folder
 */
export function takeOver(from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, copy] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      mkdirSync(copy, { mode: statSync(source).mode & 0o777 });
      takeOver(source, copy);
    } else takeOverEntry(entry, source, copy);
  }
}

function takeOverEntry(entry: Dirent, source: string, copy: string): void {
  if (entry.isFile()) linkOrCopy(source, copy);
  else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), copy);
  else {
    throw new CertlabError({
      code: 'ERR_OUTPUT',
      message: `${source} is neither a file nor a folder`,
      hint: 'move it out of the deployment folder',
    });
  }
}

/** A second name for a file, or a copy where links do not exist. */
export function linkOrCopy(source: string, copy: string): void {
  try {
    linkSync(source, copy);
  } catch (error) {
    if (!NO_LINKS.includes((error as NodeJS.ErrnoException).code)) throw error;
    copyFileSync(source, copy, constants.COPYFILE_EXCL);
  }
}
