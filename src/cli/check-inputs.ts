import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CertlabError } from '../errors.js';
import type { Sources } from '../proof/check-types.js';
import { programAt } from '../setup/command.js';
import type { NamedText } from '../setup/remark.js';
import { inspect } from '../x509/read/material.js';
import { LARGEST_FILE, readBounded } from '../x509/read/read.js';

/** A folder with more files than this is not one that somebody collected for a check. */
const MOST_FILES = 200;

/**
 * What the words of `check` mean: a command, or files and folders.
 *
 * @throws CertlabError ERR_READ for a path that cannot be read
 */
export async function inputsIn(words: readonly string[]): Promise<Pick<Sources, 'command' | 'handed' | 'bare'>> {
  const [first] = words;
  if (first === undefined) return {};
  if (programAt(words) !== undefined || !(await exists(first))) return { command: words };
  const handed: NamedText[] = [];
  const bare: string[] = [];
  for (const path of (await Promise.all(words.map(filesAt))).flat()) {
    const content = await readWhole(path);
    const { format, blocks } = inspect(content);
    if (blocks.length > 0 && startsWithPem(content)) bare.push(path);
    else if (format === 'text' || format === 'UTF-16 text' || format === 'PEM')
      handed.push({ name: path, text: textOf(content) });
    else bare.push(path);
  }
  return { ...(handed.length > 0 && { handed }), ...(bare.length > 0 && { bare }) };
}

/** A manifest may hold PEM, too; a file of certificates begins with it, at most behind notes of OpenSSL. */
const startsWithPem = (content: Buffer): boolean =>
  /^(\ufeff|[^:={}\n]*\n|[ \t]*[A-Za-z ]+:[^\n]*\n)*-----BEGIN /.test(content.toString('latin1').slice(0, 20_000)) &&
  !/^\s*(apiVersion|services|kind):/m.test(content.toString('latin1'));

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function filesAt(path: string): Promise<string[]> {
  if (!(await exists(path)) || !(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  if (files.length <= MOST_FILES) return files.sort();
  const message = `${path} holds ${files.length} files, more than ${MOST_FILES}`;
  throw new CertlabError({ code: 'ERR_READ', message, hint: 'name the files that belong together' });
}

/** Windows writes scripts as UTF-16 too. */
export function textOf(content: Buffer): string {
  const isUtf16 = content.subarray(0, 2).equals(Buffer.from([0xff, 0xfe]));
  return content.toString(isUtf16 ? 'utf16le' : 'utf8').replace(/^\ufeff/, '');
}

/**
 * The content of a file of at most 1 MiB.
 *
 * @throws CertlabError ERR_READ when it cannot be read
 */
export async function readWhole(path: string): Promise<Buffer> {
  const file = await readBounded(path);
  if (file.state === 'read') return file.content;
  const why = {
    missing: 'there is no such file',
    directory: 'it is a folder',
    unreadable: 'it cannot be read',
    'too-large': `it has more than ${LARGEST_FILE / 1024 / 1024} MiB`,
  }[file.state];
  throw new CertlabError({ code: 'ERR_READ', message: `${path}: ${why}`, hint: 'name a text file that you may read' });
}
