import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proveDeployment } from '../../src/proof/prove.js';
import { readZip } from '../../src/setup/archive.js';
import { findBundles } from '../../src/setup/bundle.js';
import { readInstallation } from '../../src/setup/installation.js';
import { listedWords, POSIX, plainWords, UnreadableWords } from '../../src/setup/shell.js';
import { optionsFromEnvironment, optionsFromWords } from '../helpers/options.js';
import { temporaryFolder } from '../helpers/temporary.js';

/** A stored zip with one entry of any name, mode and claimed size: archivers refuse to write what these tests need. */
function oneEntryZip(name: string, content: Buffer, { mode = 0o100600, claimed = content.length } = {}): Buffer {
  const bytes = Buffer.from(name);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(claimed, 18);
  common.writeUInt16LE(bytes.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, bytes, content]);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE((mode << 16) >>> 0, 6);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x03'), common, tail, bytes]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

function crc32(content: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of content) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

async function written(name: string, content: Buffer): Promise<string> {
  const path = join(temporaryFolder('prove'), name);
  await writeFile(path, content);
  return path;
}

describe('a zip', () => {
  it('is read with its modes', async () => {
    const files = await readZip(await written('a.zip', oneEntryZip('agent-web-01/key.pem', Buffer.from('k'))));
    expect([...files]).toEqual([['agent-web-01/key.pem', { mode: 0o600, content: Buffer.from('k') }]]);
  });

  const HOSTILE: readonly [string, Buffer, RegExp][] = [
    ['that leaves its folder', oneEntryZip('a/../../etc/passwd', Buffer.from('x')), /relative path/],
    ['with an absolute name', oneEntryZip('/etc/passwd', Buffer.from('x')), /absolute path/],
    ['with a backslash in a name', oneEntryZip('a\\..\\..\\b', Buffer.from('x')), /invalid characters/],
    ['with a symbolic link', oneEntryZip('a/link', Buffer.from('/etc/passwd'), { mode: 0o120777 }), /symbolic link/],
    ['with a file that is larger than any certificate', oneEntryZip('a/big', Buffer.alloc(300 * 1024)), /too large/],
    ['that lies about a size', oneEntryZip('a/b', Buffer.from('x'), { claimed: 0 }), /size/],
    ['that is none', Buffer.from('not a zip'), /cannot read/],
    ['that is empty', Buffer.alloc(0), /cannot read/],
    ['that is larger than any bundle', Buffer.alloc(9 * 1024 * 1024), /too large/],
  ];
  it.each(HOSTILE)('%s is refused', async (_, content, message) => {
    await expect(readZip(await written('bad.zip', content))).rejects.toThrow(message);
  });

  it('that cannot be read is a finding, and nothing is proved without any link', async () => {
    const proof = await proveDeployment([await written('bad.zip', Buffer.from('x'))], { now: new Date() });
    expect(proof.findings.map(({ rule }) => rule)).toEqual(['bundle-unreadable']);
    expect(proof.ok).toBe(false);
  });
});

describe('where the bundles are', () => {
  it('is said by the operator, or by the folder', async () => {
    const folder = temporaryFolder('prove');
    await mkdir(join(folder, 'bundles'));
    await writeFile(join(folder, 'bundles', 'agent-a.zip'), '');
    const zip = join(folder, 'bundles', 'agent-a.zip');
    expect(await findBundles([folder, zip])).toEqual([zip]);
  });

  it.each(['/no/such/place', tmpdir()])('is refused where nothing is: %s', async (path) => {
    await expect(findBundles([path])).rejects.toMatchObject({ code: 'ERR_READ' });
  });
});

it('a script that says many times that its command begins is read once', () => {
  const text = `folder=/etc/fleet-tls\n${'# fleet-certlab: command begin\n'.repeat(60_000)}`;
  const bundle = { id: 'agent-a', files: new Map([['install.sh', { mode: 0o700, content: Buffer.from(text) }]]) };
  expect(readInstallation(bundle)).toEqual({ file: 'install.sh', folder: '/etc/fleet-tls' });
});

describe('the words of a command', () => {
  it('are those that sh passes on, whatever they hold', () => {
    const text = fc.string({ unit: 'binary', maxLength: 20 }).filter((word) => !/[\0\ud800-\udfff]/.test(word));
    const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (words) => {
        expect(plainWords(words.map(quoted).join(' \\\n '), POSIX)).toEqual(words);
      }),
    );
  });

  it.each(["a 'b c' d\\ e", '--x="y z"', 'a"b"\'c\'d', '"\\$a \\"b\\" \\c"', '\'\' ""', 'a\\\nb'])(
    'agree with sh: %s',
    (text) => {
      const { stdout } = spawnSync('sh', ['-c', `printf '%s\\0' ${text}`], { encoding: 'utf8' });
      expect(plainWords(text, POSIX)).toEqual(stdout.split('\0').slice(0, -1));
    },
  );

  it.each(['$HOME', '"$HOME"', '`id`', '$(id)', 'a; b', 'a | b', '> file', '*.pem', '~', "'open", '"open'])(
    'are refused where sh would do more than pass them on: %s',
    (text) => {
      expect(() => plainWords(text, POSIX)).toThrow(UnreadableWords);
    },
  );

  it('are those of a PowerShell array, its quotes undone', () => {
    expect(listedWords("'elastic-agent',\r\n  'it''s', '\u2019\u2019'")).toEqual(['elastic-agent', "it's", '\u2019']);
    expect(() => listedWords("'a', $env:X")).toThrow(UnreadableWords);
  });
});

describe('the options of a command', () => {
  it('are read as Elastic Agent reads them: the last one wins, switches take no value', () => {
    const words = [
      '--url=https://a',
      '--insecure',
      '--url',
      'https://b',
      '-a',
      '/ca.pem',
      '-f',
      '--elastic-agent-cert=/c',
    ];
    expect(Object.fromEntries(optionsFromWords(words))).toEqual({
      url: 'https://b',
      insecure: 'true',
      'certificate-authorities': '/ca.pem',
      force: 'true',
      'elastic-agent-cert': '/c',
    });
  });

  it('of a container come from its variables', () => {
    const options = optionsFromEnvironment(
      '# a comment\nFLEET_URL=https://a:8220\nFLEET_CA=/ca.pem\nOTHER=x\nELASTIC_AGENT_CERT=\n',
    );
    expect(Object.fromEntries(options)).toEqual({ url: 'https://a:8220', 'certificate-authorities': '/ca.pem' });
  });
});
