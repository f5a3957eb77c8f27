import { existsSync } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';
import { inspect, type Material } from '../inspect/material.js';
import { type ReadFile, readBounded } from '../inspect/read.js';
import { placesOf } from './paths.js';
import type { Setup } from './reading/setup.js';

/** A file that a flag or a setting names. */
export interface HostFile {
  /** What names it, e.g. `--elastic-agent-cert`, and the path as it is written. */
  readonly where: string;
  readonly path: string;
  readonly file: ReadFile;
  /** Absent where the file could not be read. */
  readonly material?: Material;
  /** Whether at least the folder it should lie in is there. */
  readonly folderExists: boolean;
}

/** The files of one host: on this machine, or below a folder that stands for its root. */
export class HostFiles {
  private readonly known = new Map<string, Promise<Pick<HostFile, 'file' | 'material' | 'folderExists'>>>();
  private readonly style: Setup['style'];
  private readonly root: string | undefined;

  constructor(style: Setup['style'], root: string | undefined) {
    this.style = style;
    this.root = root;
  }

  /** Reads the file at an absolute path of the host, once however often it is named. */
  async open(label: string, path: string): Promise<HostFile> {
    if (!this.known.has(path)) this.known.set(path, this.read(path));
    return { where: `${label} ${path}`, path, ...(await this.known.get(path)!) };
  }

  private async read(path: string): Promise<Pick<HostFile, 'file' | 'material' | 'folderExists'>> {
    const places = placesOf(path, this.style, this.root);
    const place = places.find((each) => existsSync(each)) ?? places[0]!;
    const file = await readBounded(place);
    const folderExists = this.root !== undefined || (isAbsolute(place) && existsSync(dirname(place)));
    return { file, folderExists, ...(file.state === 'read' && { material: inspect(file.content) }) };
  }
}
