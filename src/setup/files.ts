import { existsSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { PathStyle } from '../deployment/types.js';
import { inspect, type Material } from '../x509/read/material.js';
import { type ReadFile, readBounded } from '../x509/read/read.js';
import { placesOf } from './paths.js';

/** A file that a flag or a setting names. */
export interface HostFile {
  /** What names it, e.g. `--elastic-agent-cert`, and the path as it is written. */
  readonly where: string;
  readonly path: string;
  readonly file: ReadFile | { readonly state: 'not-in-bundle' };
  /** Absent where the file could not be read. */
  readonly material?: Material;
  /** Whether at least the folder it should lie in is there. */
  readonly folderExists: boolean;
  /** A folder above it, as the host knows it, that only its owner may enter. */
  readonly closedFolder?: string;
}

type Opened = Omit<HostFile, 'where' | 'path'>;

/** Where the files of a host are read from: its own disk, or the bundle that is unpacked there. */
export interface Host {
  /** Reads the file at an absolute path of the host. `label` is what names it. */
  open(label: string, path: string): Promise<HostFile>;
  /** Reads a file as a setting in `settingsFile` names it: relative paths begin in the program's configuration folder. */
  openSetting(label: string, path: string, settingsFile: string): Promise<HostFile>;
  /** Whether a file lies at an absolute path. */
  has(path: string): boolean;
  /** The passphrase of a key that Elasticsearch keeps in its keystore; undefined where nobody can look. */
  keystorePassphrase(label: string, keyPath: string): Promise<HostFile | undefined>;
}

/** Where packages and the container image keep Elasticsearch's configuration. */
export const CONFIG_FOLDERS = ['/etc/elasticsearch', '/usr/share/elasticsearch/config'];

/** The files of one host: on this machine, or below a folder that stands for its root. */
export class DiskHost implements Host {
  private readonly known = new Map<string, Promise<Opened>>();
  private readonly style: PathStyle;
  private readonly root: string | undefined;

  constructor(style: PathStyle, root: string | undefined) {
    this.style = style;
    this.root = root === undefined ? undefined : resolve(root);
  }

  /** Reads the file at an absolute path of the host, once however often it is named. */
  async open(label: string, path: string): Promise<HostFile> {
    if (!this.known.has(path)) this.known.set(path, this.read(path));
    return { where: `${label} ${path}`, path, ...(await this.known.get(path)!) };
  }

  /** Beside the settings file, or where bundles of this program keep certs/; else in a configuration folder of the host. */
  openSetting(label: string, path: string, settingsFile: string): Promise<HostFile> {
    if (isAbsolute(path)) return this.open(label, path);
    const folder = dirname(settingsFile);
    const here = [folder, join(folder, '..')].map((each) => join(each, path)).find((each) => existsSync(each));
    if (here !== undefined) return new DiskHost('posix', undefined).open(label, here);
    const below = CONFIG_FOLDERS.map((each) => join(each, path));
    return this.open(label, below.find((each) => existsSync(join(this.root ?? '/', each))) ?? below[0]!);
  }

  has(path: string): boolean {
    return placesOf(path, this.style, this.root).some((each) => existsSync(each));
  }

  async keystorePassphrase(): Promise<undefined> {
    return undefined;
  }

  private async read(path: string): Promise<Opened> {
    const places = placesOf(path, this.style, this.root);
    const place = places.find((each) => existsSync(each)) ?? places[0]!;
    const file = await readBounded(place);
    const folderExists = this.root !== undefined || (isAbsolute(place) && existsSync(dirname(place)));
    if (file.state !== 'read') return { file, folderExists };
    const closedFolder = this.closedFolderAbove(place);
    return { file, folderExists, material: inspect(file.content), ...(closedFolder && { closedFolder }) };
  }

  /** The uppermost one; none above the folder that stands for the host. */
  private closedFolderAbove(place: string): string | undefined {
    const folders: string[] = [];
    for (let at = dirname(place); at !== dirname(at) && at !== this.root; at = dirname(at)) folders.unshift(at);
    const closed = folders.find((folder) => (statSync(folder).mode & 0o011) === 0);
    return closed && `/${relative(this.root ?? '/', closed)}`;
  }
}
