import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../src/deployment/types.js';
import { CertlabError } from '../../src/errors.js';
import type { Inventory } from '../../src/store/types.js';
import { bundleFiles, contentsOf, make, NOW, scratchFolder } from './fixture.js';

const PROFILES: Readonly<Record<string, Partial<Deployment>>> = {
  'one-way': { mode: 'one-way' },
  mutual: { mode: 'mutual' },
  'mutual with optional client certificates': { clientAuth: 'optional', esClientAuth: 'optional' },
  'mutual towards Fleet Server only': { esClientAuth: 'none' },
  'mutual with every passphrase': {
    fleetKeyPassphrase: 'generate',
    esKeyPassphrase: 'generate',
    caKeyPassphrase: 'generate',
  },
};
const EVERY_PROFILE = Object.keys(PROFILES);

const UNZIP = spawnSync('unzip', ['-v']).status === 0;
const PYTHON = spawnSync('python3', ['-c', 'import zipfile']).status === 0;

const TOKENS = { serviceToken: 'SERVICE-SECRET', enrollmentToken: 'ENROLLMENT-SECRET' };

const publicPart = (pem: string | Buffer) =>
  createPublicKey(createPrivateKey(pem)).export({ type: 'spki', format: 'der' }).toString('base64');

describe('a deployment', () => {
  it('holds what the documentation names, and nothing else', async () => {
    const { folder } = await make();
    expect([...(await contentsOf(folder)).keys()].sort()).toEqual([
      'COMMANDS.md',
      'authorities/agent-ca/agent-ca-key.pem',
      'authorities/agent-ca/agent-ca.pem',
      'authorities/es-ca/es-ca-key.pem',
      'authorities/es-ca/es-ca.pem',
      'authorities/fleet-ca/fleet-ca-key.pem',
      'authorities/fleet-ca/fleet-ca.pem',
      'bundles/agent-pod-01.zip',
      'bundles/agent-web-01.zip',
      'bundles/agent-win-01.zip',
      'bundles/elasticsearch-es.example.com.zip',
      'bundles/fleet-server-fleet.example.com.zip',
      'bundles/kibana-kibana.zip',
      'deployment.yml',
      'history.jsonl',
      'inventory.json',
      'trust-map.svg',
    ]);
  });

  it.each(EVERY_PROFILE)("gives no authority's key to any host (%s)", async (profile) => {
    const { folder } = await make(PROFILES[profile], {}, {});
    const authorities = await contentsOf(join(folder, 'authorities'));
    const keys = [...authorities]
      .filter(([path]) => path.endsWith('-key.pem'))
      .map(([, content]) => content.toString());
    expect(keys.length).toBeGreaterThan(0);
    const bundles = await bundleFiles(folder);
    for (const [path, { content }] of bundles) {
      const body = (pem: string) => pem.split('\n').slice(1, -2).join('\n');
      expect([path, keys.filter((key) => content.includes(body(key)))]).toEqual([path, []]);
      expect(path).not.toMatch(/-ca-key/);
    }
  });

  it('gives no host a key that belongs to an authority, in whatever form', async () => {
    const { folder } = await make({ mode: 'mutual', agentKeyPassphrase: 'none' });
    const authorities = await contentsOf(join(folder, 'authorities'));
    const forbidden = new Set(
      [...authorities].filter(([path]) => path.endsWith('-key.pem')).map(([, content]) => publicPart(content)),
    );
    expect(forbidden.size).toBe(3);
    const keys = [...(await bundleFiles(folder))].filter(([, { content }]) => content.includes('PRIVATE KEY-----'));
    expect(keys.length).toBe(8);
    for (const [path, { content }] of keys) expect([path, forbidden.has(publicPart(content))]).toEqual([path, false]);
  });

  it.each(EVERY_PROFILE)('keeps every secret in files of mode 0600 (%s)', async (profile) => {
    const { folder } = await make(PROFILES[profile], TOKENS);
    const secret = new RegExp(`PRIVATE KEY-----|encryptionKey: "?[0-9a-f]{64}|${Object.values(TOKENS).join('|')}`);
    const holding = [...(await bundleFiles(folder))].filter(
      ([path, { content }]) => path.endsWith('-passphrase') || secret.test(content.toString()),
    );
    expect(holding.length).toBeGreaterThan(4);
    for (const [path, { mode }] of holding) expect([path, mode]).toEqual([path, 0o600]);
  });

  it.skipIf(!UNZIP)('opens with unzip as one folder for each host, modes and all [needs unzip]', async () => {
    const { folder, plan } = await make();
    const place = await scratchFolder();
    for (const { id } of plan.hosts) {
      execFileSync('unzip', ['-q', join(folder, 'bundles', `${id}.zip`), '-d', place]);
    }
    expect((await readdir(place)).sort()).toEqual(plan.hosts.map(({ id }) => `fleet-${id}`).sort());
    for (const [path, { mode, content }] of await bundleFiles(folder)) {
      const unpacked = join(place, `fleet-${path}`);
      expect([path, (await stat(unpacked)).mode & 0o777]).toEqual([path, mode]);
      expect((await readFile(unpacked)).equals(content)).toBe(true);
    }
  });

  it.skipIf(!PYTHON)("opens with python's zipfile [needs python3]", async () => {
    const { folder, plan } = await make();
    for (const { id } of plan.hosts) {
      execFileSync('python3', ['-m', 'zipfile', '-t', join(folder, 'bundles', `${id}.zip`)]);
    }
  });

  it('gives each agent a passphrase of its own', async () => {
    const { folder } = await make();
    const passphrases = [...(await bundleFiles(folder))].filter(([path]) => path.endsWith('agent-cert-key-passphrase'));
    expect(passphrases.map(([path]) => path.split('/')[0])).toEqual([
      'agent-web-01',
      'agent-win-01',
      'fleet-server-fleet.example.com',
    ]);
    expect(new Set(passphrases.map(([, { content }]) => content.toString())).size).toBe(3);
  });

  it('records each bundle and each certificate in inventory.json', async () => {
    const { folder, plan } = await make();
    const inventory: Inventory = JSON.parse(await readFile(join(folder, 'inventory.json'), 'utf8'));
    expect(inventory.createdAt).toBe(NOW.toISOString());
    expect(inventory.hosts.map(({ id }) => id)).toEqual(plan.hosts.map(({ id }) => id));
    const files = await bundleFiles(folder);
    for (const host of inventory.hosts) {
      const zip = await readFile(join(folder, host.bundle));
      expect(createHash('sha256').update(zip).digest('hex')).toBe(host.bundleSha256);
      for (const { file } of host.certificates) expect(files.has(`${host.id}/${file}`)).toBe(true);
    }
  });

  it('names no token outside of the bundles', async () => {
    const { folder } = await make({}, TOKENS);
    for (const name of ['COMMANDS.md', 'inventory.json', 'deployment.yml', 'trust-map.svg']) {
      expect(await readFile(join(folder, name), 'utf8')).not.toMatch(/(SERVICE|ENROLLMENT)-SECRET/);
    }
  });

  it('is private from birth, whatever the umask', async () => {
    const umask = process.umask(0);
    try {
      const { folder } = await make();
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      for (const entry of entries) {
        const path = join(entry.parentPath, entry.name);
        const expected = entry.isDirectory() ? 0o700 : path.endsWith('-ca.pem') ? 0o644 : 0o600;
        expect([entry.name, (await stat(path)).mode & 0o777]).toEqual([entry.name, expected]);
      }
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
    } finally {
      process.umask(umask);
    }
  });
});

describe('the same input', () => {
  /** What may differ between two runs: keys, serials, signatures, and the digests over them. */
  const withoutChance = (text: string) =>
    text
      .replaceAll(/-----BEGIN ([A-Z ]+)-----[^-]+-----END \1-----/g, '<$1>')
      .replaceAll(/\b[0-9a-f]{32,64}\b/g, '<hex>')
      .replaceAll(/[A-Za-z0-9+/]{43}=/g, '<base64>');

  it('gives the same files twice, keys and serials apart', async () => {
    const [one, other] = [await make(), await make()];
    const [first, second] = [await bundleFiles(one.folder), await bundleFiles(other.folder)];
    expect([...first.keys()]).toEqual([...second.keys()]);
    for (const [path, { mode, content }] of first) {
      if (path.endsWith('-passphrase')) continue;
      const again = second.get(path);
      expect([path, again?.mode]).toEqual([path, mode]);
      expect([path, withoutChance(again?.content.toString() ?? '')]).toEqual([path, withoutChance(content.toString())]);
    }
    for (const name of ['COMMANDS.md', 'inventory.json', 'trust-map.svg', 'deployment.yml']) {
      const [text, again] = await Promise.all(
        [one, other].map(({ folder }) => readFile(join(folder, name), 'utf8').then(withoutChance)),
      );
      expect(again).toBe(text);
    }
  });
});

describe('a run that ends early', () => {
  const nothingIn = async (folder: string) => expect(await readdir(dirname(folder))).toEqual([]);

  it('because it is interrupted leaves nothing', async () => {
    const folder = join(await scratchFolder(), 'fleet');
    const interrupt = new AbortController();
    const onProgress = (done: number) => done === 3 && interrupt.abort(new Error('interrupted'));
    const agents = Array.from({ length: 50 }, (_, index) => ({
      name: `agent-${index}`,
      platform: 'linux' as const,
      altNames: [],
    }));
    await expect(make({ agents }, {}, { folder, signal: interrupt.signal, onProgress })).rejects.toThrow();
    await nothingIn(folder);
  });

  it('because the proof fails to run leaves nothing', async () => {
    const folder = join(await scratchFolder(), 'fleet');
    const prove = () => Promise.reject(new Error('no proof'));
    await expect(make({}, {}, { folder, prove })).rejects.toThrow('no proof');
    await nothingIn(folder);
  });

  it('leaves the deployment that was there as it was', async () => {
    const { folder } = await make();
    const before = await contentsOf(folder);
    const prove = () => Promise.reject(new Error('no proof'));
    await expect(make({}, {}, { folder, force: true, prove })).rejects.toThrow('no proof');
    expect(await contentsOf(folder)).toEqual(before);
    expect(await readdir(dirname(folder))).toEqual(['fleet']);
  });
});

describe('a second run', () => {
  it('is refused, and told what is there', async () => {
    const { folder } = await make();
    const before = await contentsOf(folder);
    const refusal = await make({}, {}, { folder }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(CertlabError);
    expect((refusal as CertlabError).problems).toEqual([
      {
        code: 'ERR_EXISTS',
        message: `${folder} already holds a deployment with 6 bundles`,
        hint: 'change it with add, remove, renew or rotate, or choose another folder with --out; --force replaces it, and every host then needs its new bundle',
      },
    ]);
    expect(await contentsOf(folder)).toEqual(before);
  });

  it('with force keeps the first one, its authorities included', async () => {
    const { folder } = await make();
    const before = await contentsOf(folder);
    const { replaced } = await make({}, {}, { folder, force: true });
    expect(await contentsOf(replaced ?? '')).toEqual(before);
    expect((await contentsOf(folder)).get('authorities/es-ca/es-ca-key.pem')).not.toEqual(
      before.get('authorities/es-ca/es-ca-key.pem'),
    );
  });

  it('where other files lie is refused even with force', async () => {
    const folder = join(await scratchFolder(), 'fleet');
    await mkdir(folder);
    await writeFile(join(folder, 'thesis.txt'), 'mine');
    await expect(make({}, {}, { folder, force: true })).rejects.toThrow(/holds other files/);
    expect(await readdir(folder)).toEqual(['thesis.txt']);
  });
});

describe('the proof', () => {
  it('reads what was written before it is put in place, and its page comes with the deployment', async () => {
    const seen: string[] = [];
    const prove = async (staging: string) => {
      seen.push(...(await readdir(join(staging, 'bundles'))));
      return { proof: {} as never, reportPage: '<!doctype html>' };
    };
    const { folder, proof } = await make({}, {}, { prove });
    expect(seen).toHaveLength(6);
    expect(proof).toBeDefined();
    expect(await readFile(join(folder, 'report.html'), 'utf8')).toBe('<!doctype html>');
  });
});
