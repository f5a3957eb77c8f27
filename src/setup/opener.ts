import type { StackVersion } from '../deployment/types.js';
import { NEWEST_VERSION } from '../deployment/versions.js';
import { type Loaded, load } from '../x509/read/load.js';
import { belongsTo } from '../x509/read/native.js';
import type { Ends, Trust } from './ends.js';
import type { DiskHost, HostFile } from './files.js';
import type { Output } from './fleet.js';
import {
  baseName,
  type FileUse,
  type NamedFile,
  type NamedFiles,
  type NamedList,
  type NamedPair,
  openKeyOf,
  type Presented,
  type Reader,
} from './pairs.js';
import type { Remark } from './remark.js';
import type { ReadSettings } from './settings.js';
import type { Setup } from './setup.js';

/** A path, and what names it. */
export interface NamedPath {
  readonly label: string;
  readonly path: string;
}

/** One source with everything it names: a command, a container, or a file of settings. */
export interface Opened extends Ends {
  /** The bundle's id, or what was read. */
  readonly id: string;
  readonly setup?: Setup;
  readonly settings?: ReadSettings;
  /** Fleet's outputs, where the source holds some. */
  readonly outputs?: readonly Output[];
  readonly opened: NamedFiles;
}

/** How a path is looked up on the host. */
type Lookup = (label: string, path: string) => Promise<HostFile>;

/** Opens the files that one source names, and remembers each for the rules. */
export class Opener implements NamedFiles {
  readonly remarks: Remark[] = [];
  readonly files: NamedFile[] = [];
  readonly lists: NamedList[] = [];
  readonly pairs: NamedPair[] = [];
  private readonly lookUp: Lookup;
  private readonly traits: Omit<Reader, 'program'>;
  private readonly version: StackVersion;

  /**
   * @param traits who reads the files, and what the host knows of them; where this runs on Windows, no file has modes
   * @param version of the programs that read them
   */
  constructor(lookUp: Lookup, traits: Omit<Reader, 'program'>, version: StackVersion = NEWEST_VERSION) {
    this.version = version;
    this.lookUp = lookUp;
    this.traits = { ...traits, hasModes: traits.hasModes && process.platform !== 'win32' };
  }

  /** Opens one file; one that is already open for the same use is not judged again. */
  async file({ label, path }: NamedPath, use: FileUse, program: Reader['program']): Promise<NamedFile> {
    const known = this.files.find((one) => one.path === path && one.use === use && one.reader.program === program);
    if (known) return known;
    const reader = { program, ...this.traits };
    const found = await this.lookUp(label, path);
    const loaded = loadedBy(program, use, found);
    const named = { ...found, use, reader, ...(loaded && { loaded }) };
    this.files.push(named);
    return named;
  }

  /** The CAs of a list; undefined where none of its files holds any. */
  async list(where: string, paths: readonly NamedPath[], program: Reader['program']): Promise<Trust | undefined> {
    const files: NamedFile[] = [];
    for (const path of paths) files.push(await this.file(path, 'authorities', program));
    if (files.length > 0) this.lists.push({ files });
    const read = files.flatMap(({ where, path, loaded }) => {
      const anchors = loaded?.certificates ?? [];
      return anchors.length > 0 ? [{ where, name: baseName(path), anchors }] : [];
    });
    return read.length === 0 ? undefined : { where, anchors: read.flatMap(({ anchors }) => anchors), files: read };
  }

  /** Opens a pair, of which either half may be missing. */
  pair(
    named: Pick<NamedPair, 'purpose' | 'certificate' | 'key' | 'passphrase'>,
    program: Reader['program'],
  ): Presented | undefined {
    const { certificate, key, passphrase } = named;
    const outcome = key ? openKeyOf(key, passphrase, { program, version: this.version }) : {};
    const presented = certificate && presentedBy(certificate, outcome.opened);
    this.pairs.push({
      ...named,
      reader: { program, ...this.traits },
      ...outcome,
      ...(presented && { presented }),
    });
    return presented;
  }

  /** Takes up what a keystore presents: its certificate and key are in no file of their own. */
  present(presented: Presented, purpose: NamedPair['purpose'], program: Reader['program']): void {
    const reader = { program, ...this.traits };
    this.pairs.push({ purpose, reader, passphrase: { kind: 'elsewhere' }, presented });
  }
}

/** Each program has a loader of its own for certificates. */
const LOADERS = { 'elastic-agent': 'go', 'fleet-server': 'go', elasticsearch: 'java', kibana: 'node' } as const;

function loadedBy(program: Reader['program'], use: FileUse, { file }: HostFile): Loaded | undefined {
  if (file.state !== 'read' || (use !== 'authorities' && use !== 'certificate')) return undefined;
  return load(LOADERS[program], use, file.content);
}

function presentedBy({ where, path, loaded }: NamedFile, key: NamedPair['opened']): Presented | undefined {
  const [leaf, ...rest] = loaded?.certificates ?? [];
  if (leaf === undefined) return undefined;
  const belongs = key !== undefined && belongsTo(key, leaf);
  return { where, name: baseName(path), chain: [leaf, ...rest], ...(belongs && { key }) };
}

/** Opens files of this machine that were given by their paths alone. */
export function openerOf(host: DiskHost, version?: StackVersion): Opener {
  const lookUp: Lookup = async (label, path) => ({ ...(await host.open(label, path)), where: path });
  return new Opener(lookUp, { unprivileged: false, hasModes: true, hasOwners: true }, version);
}
