import { type Bundle, materialOf } from './bundle.js';
import { CONFIG_FOLDERS, type Host, type HostFile } from './files.js';
import { isAbsolute } from './paths.js';

/** The files of a host as they will lie there once its bundle is unpacked: those of `certs/`, in one folder. */
export class BundleHost implements Host {
  readonly bundle: Bundle;
  /** Where `certs/` is installed. */
  private readonly folder: string;

  constructor(bundle: Bundle, folder: string) {
    this.bundle = bundle;
    this.folder = folder;
  }

  async open(label: string, path: string): Promise<HostFile> {
    const where = `${label} ${path}`;
    const file = this.bundle.files.get(`certs/${this.nameOf(path)}`);
    if (file === undefined) return { where, path, file: { state: 'not-in-bundle' }, folderExists: true };
    const read = { state: 'read', content: file.content, mode: file.mode, gid: 0 } as const;
    return { where, path, file: read, folderExists: true, material: materialOf(file) };
  }

  openSetting(label: string, path: string): Promise<HostFile> {
    return this.open(label, isAbsolute(path) ? path : `${CONFIG_FOLDERS[0]}/${path}`);
  }

  /** The bundle keeps it in a file beside the key, which its host puts into the keystore. */
  async keystorePassphrase(label: string, keyPath: string): Promise<HostFile | undefined> {
    const beside = await this.openSetting(label, keyPath.replace(/(\.[^./]*)?$/, '-passphrase'));
    return beside.file.state === 'read' ? beside : undefined;
  }

  /** Whether a file of the bundle lies at `path`. */
  has(path: string): boolean {
    return this.bundle.files.has(`certs/${this.nameOf(path)}`);
  }

  /** The name of the file in `certs/` that is installed at `path`; undefined for any other folder. */
  private nameOf(path: string): string | undefined {
    const [, parent, name] = /^(.*)[\\/]([^\\/]+)$/.exec(path) ?? [];
    return parent === this.folder ? name : undefined;
  }
}
