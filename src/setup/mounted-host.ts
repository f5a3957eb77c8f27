import { inspect } from '../x509/read/material.js';
import { DiskHost, type Host, type HostFile } from './files.js';
import type { Mount } from './handed/piece.js';

/** The files of a container: what is mounted comes first, the image's own files are nowhere to be looked at. */
export class MountedHost implements Host {
  private readonly mounts: readonly Mount[];
  private readonly root: DiskHost;
  private readonly here = new DiskHost('posix', undefined);

  /** @param root a folder that stands for the container's own root */
  constructor(mounts: readonly Mount[], root: string | undefined) {
    // The longest target wins, as with mount(8).
    this.mounts = mounts.toSorted((a, b) => b.target.length - a.target.length);
    this.root = new DiskHost('posix', root);
  }

  async open(label: string, path: string): Promise<HostFile> {
    const where = `${label} ${path}`;
    const content = this.mounts.find(({ target }) => target === path)?.content;
    if (content !== undefined) {
      const file = { state: 'read', content, mode: 0o600, gid: 0 } as const;
      return { where, path, file, folderExists: true, material: inspect(content) };
    }
    const mounted = this.onDisk(path);
    return mounted !== undefined && this.here.has(mounted)
      ? { ...(await this.here.open(label, mounted)), where, path }
      : this.root.open(label, path);
  }

  openSetting(label: string, path: string, settingsFile: string): Promise<HostFile> {
    return this.root.openSetting(label, path, settingsFile);
  }

  has(path: string): boolean {
    const mounted = this.onDisk(path);
    const isCarried = this.mounts.some(({ target, content }) => target === path && content !== undefined);
    return isCarried || (mounted !== undefined && this.here.has(mounted)) || this.root.has(path);
  }

  async keystorePassphrase(): Promise<undefined> {
    return undefined;
  }

  /** Where a path of the container is on this machine. */
  private onDisk(path: string): string | undefined {
    const mount = this.mounts.find(
      ({ target, source }) =>
        source !== undefined && (path === target || path.startsWith(`${target.replace(/\/$/, '')}/`)),
    );
    return mount && `${mount.source}${path.slice(mount.target.replace(/\/$/, '').length)}`;
  }
}
