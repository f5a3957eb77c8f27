import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** In CI it must be there: missing, it then fails the tests instead of skipping them. */
const isInstalled = (...command: readonly [string, ...string[]]): boolean =>
  Boolean(process.env.CI) || spawnSync(command[0], command.slice(1)).status === 0;

export const HAS_OPENSSL = isInstalled('openssl', 'version');
export const HAS_KEYTOOL = HAS_OPENSSL && isInstalled('keytool', '-help');

export interface Made {
  readonly certificate: string;
  readonly key: string;
}

export interface Wanted {
  readonly cn: string;
  /** As openssl's -addext takes them; nothing is added to them. */
  readonly extensions: readonly string[];
  readonly by?: Made;
  readonly key?: KeyObject;
  readonly days?: number;
  readonly digest?: 'sha1' | 'sha256';
}

/** A folder that stands for a host, and OpenSSL to make what lies there: not this program's own encoder. */
export class Workshop {
  readonly root = mkdtempSync(join(tmpdir(), 'certlab-check-'));
  private readonly scratch = mkdtempSync(join(tmpdir(), 'certlab-made-'));
  private made = 0;

  constructor() {
    writeFileSync(join(this.scratch, 'openssl.cnf'), '[req]\ndistinguished_name=dn\n[dn]\n');
  }

  remove(): void {
    for (const folder of [this.root, this.scratch]) rmSync(folder, { recursive: true, force: true });
  }

  /** Writes a file of the host; its path on the host comes back. */
  put(path: string, content: string | Buffer, mode = 0o600): string {
    const full = join(this.root, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, content, { mode });
    return path;
  }

  read(path: string): string {
    return existsSync(join(this.root, path)) ? readFileSync(join(this.root, path), 'utf8') : '';
  }

  certificate({ cn, extensions, by, key, days = 365, digest = 'sha256' }: Wanted): Made {
    const pem = (key ?? ecKey()).export({ type: 'pkcs8', format: 'pem' }) as string;
    const keyFile = this.file(pem);
    const signer = by ? ['-CA', this.file(by.certificate), '-CAkey', this.file(by.key)] : [];
    const certificate = this.openssl([
      ...['req', '-x509', '-new', '-config', join(this.scratch, 'openssl.cnf'), '-key', keyFile, `-${digest}`],
      ...['-subj', `/CN=${cn}`, '-days', String(days), ...signer],
      ...extensions.flatMap((extension) => ['-addext', extension]),
    ]);
    return { certificate, key: pem };
  }

  /** Runs openssl; the passphrase of a key is in the environment. */
  openssl(args: readonly string[], input?: string | Buffer): string {
    return this.opensslBytes(args, input).toString();
  }

  opensslBytes(args: readonly string[], input?: string | Buffer): Buffer {
    // Tests that are skipped are collected all the same.
    if (!HAS_OPENSSL) return Buffer.alloc(0);
    return execFileSync('openssl', args, { input, env: { ...process.env, PASS: 'correct horse' }, stdio: 'pipe' });
  }

  private file(content: string): string {
    const path = join(this.scratch, String(this.made++));
    writeFileSync(path, content);
    return path;
  }
}

export const PASSPHRASE = 'correct horse';

export const ecKey = (namedCurve = 'P-256'): KeyObject => generateKeyPairSync('ec', { namedCurve }).privateKey;
export const rsaKey = (modulusLength: number): KeyObject => generateKeyPairSync('rsa', { modulusLength }).privateKey;

export const AUTHORITY = (usage?: 'serverAuth' | 'clientAuth', pathLength = 0): string[] => [
  `basicConstraints=critical,CA:TRUE,pathlen:${pathLength}`,
  'keyUsage=critical,keyCertSign,cRLSign',
  ...(usage ? [`extendedKeyUsage=${usage}`] : []),
];

export const LEAF = (usage: string, san?: string): string[] => [
  'keyUsage=critical,digitalSignature',
  `extendedKeyUsage=${usage}`,
  ...(san === undefined ? [] : [`subjectAltName=${san}`]),
];
