import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBuffer, validateFileName } from 'yauzl';
import { checkEntryNames } from '../../src/bundle/entry-names.js';
import type { OutputFile } from '../../src/bundle/types.js';
import { packZip } from '../../src/bundle/zip.js';
import { CertlabError } from '../../src/errors.js';

const found = (tool: string, ...args: string[]) => spawnSync(tool, args).status === 0;
const UNZIP = found('unzip', '-v');
const PYTHON = found('python3', '-c', 'import zipfile');

const file = (path: string, mode: number, content: string): OutputFile => ({
  path,
  mode,
  content: Buffer.from(content),
});

const FILES = [
  file('install.sh', 0o755, '#!/bin/sh\n'),
  file('certs/fleet-ca.pem', 0o644, 'a certificate\n'),
  file('certs/agent-cert-key-passphrase', 0o600, 'no newline'),
  file('README.md', 0o644, ''),
];
const NAMES = [
  'lab-agent-web-01/',
  'lab-agent-web-01/certs/',
  'lab-agent-web-01/README.md',
  'lab-agent-web-01/certs/agent-cert-key-passphrase',
  'lab-agent-web-01/certs/fleet-ca.pem',
  'lab-agent-web-01/install.sh',
];

const zipped = (files: readonly OutputFile[]) => packZip('lab-agent-web-01', files);

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'certlab-zip-'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('packZip', () => {
  it('writes the same bytes in any order of files, at any time, in any time zone', async () => {
    const first = await zipped(FILES);
    const zone = process.env.TZ;
    process.env.TZ = 'Pacific/Kiritimati';
    try {
      const again = await zipped([...FILES].reverse());
      expect(again.equals(first)).toBe(true);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  it('writes the same bytes in every version of this program and of the library', async () => {
    const digest = createHash('sha256')
      .update(await zipped(FILES))
      .digest('hex');
    expect(digest).toBe('7ad29d04a8cd4865e89d2e8cf4a374119f2a4afd000cb4a25dfd8ee469efad72');
  });

  it('packs many at a time, each with its own files', async () => {
    const lists = Array.from({ length: 20 }, (_, index) => [file(`host-${index}`, 0o644, String(index)), ...FILES]);
    const together = await Promise.all(lists.map(zipped));
    for (const [index, list] of lists.entries()) expect(together[index]!.equals(await zipped(list))).toBe(true);
  });

  it('holds one folder, sorted, under names that yauzl calls safe', async () => {
    const bytes = await zipped(FILES);
    const names = await entryNames(bytes);
    expect(names).toEqual(NAMES);
    for (const name of names) expect(validateFileName(name)).toBeNull();
  });

  it.skipIf(!UNZIP)('opens with unzip, contents and modes intact [needs unzip]', async () => {
    const path = join(scratch, 'modes.zip');
    writeFileSync(path, await zipped(FILES));
    execFileSync('unzip', ['-tq', path]);
    execFileSync('unzip', ['-q', path, '-d', join(scratch, 'modes')]);
    for (const { path: name, mode, content } of FILES) {
      const unpacked = join(scratch, 'modes/lab-agent-web-01', name);
      expect([name, statSync(unpacked).mode & 0o777]).toEqual([name, mode]);
      expect(readFileSync(unpacked).equals(content)).toBe(true);
    }
    expect(statSync(join(scratch, 'modes/lab-agent-web-01')).mode & 0o777).toBe(0o700);
    expect(statSync(join(scratch, 'modes/lab-agent-web-01/certs')).mode & 0o777).toBe(0o700);
  });

  it.skipIf(!PYTHON)("opens with python's zipfile [needs python3]", async () => {
    const path = join(scratch, 'python.zip');
    writeFileSync(path, await zipped(FILES));
    execFileSync('python3', ['-m', 'zipfile', '-t', path]);
    const code = 'import sys, zipfile; print("\\n".join(zipfile.ZipFile(sys.argv[1]).namelist()))';
    expect(execFileSync('python3', ['-c', code, path], { encoding: 'utf8' }).trim().split('\n')).toEqual(NAMES);
  });

  it('is not made when a name is unsafe', async () => {
    await expect(packZip('lab', [file('../../etc/passwd', 0o600, '')])).rejects.toThrow(CertlabError);
  });
});

describe('checkEntryNames', () => {
  it.each([
    '..',
    'a/../../b',
    './a',
    '/etc/passwd',
    'a//b',
    'a/',
    '',
    'a\\b',
    '..\\..\\b',
    'C:/a',
    'C:a',
    'line\nbreak',
    'bell\u0007',
    'nul\u0000',
    'CON',
    'certs/nul.pem',
    'COM1.txt',
    'lpt9',
    'dot.',
    'space ',
    'what?',
    'x'.repeat(256),
    'é'.repeat(128),
  ])('refuses %j', (name) => {
    expect(() => checkEntryNames([name])).toThrow(CertlabError);
  });

  it.each([[['Readme.md', 'README.md']], [['a', 'a']], [['caf\u00e9', 'cafe\u0301']]])(
    'refuses %j, which one file system or another would merge',
    (names) => {
      expect(() => checkEntryNames(names)).toThrow(/differs from another entry/);
    },
  );

  it('takes the names of every bundle', () => {
    expect(() =>
      checkEntryNames(['lab-fleet-server-2001-db8--1', 'lab-agent-web-01/certs/agent-cert-key.pem', 'console.pem']),
    ).not.toThrow();
  });
});

function entryNames(bytes: Buffer): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const names: string[] = [];
    fromBuffer(bytes, { lazyEntries: false, strictFileNames: true }, (error, zip) => {
      if (error || !zip) return reject(error);
      zip.on('entry', (entry) => names.push(entry.fileName));
      zip.on('end', () => resolve(names));
      zip.on('error', reject);
    });
  });
}
