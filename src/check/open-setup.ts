import type { OpenedEnds, Trust } from './ends.js';
import { type HostFile, HostFiles } from './host-files.js';
import { judgeAuthorities, judgeChain } from './judging/certificates.js';
import { type FileUse, judgeFile, type Reader } from './judging/files.js';
import type { Passphrase } from './judging/open-key.js';
import { openPair, type ShownPair } from './judging/pairs.js';
import { isAbsoluteOn, listOf } from './paths.js';
import { labelOf, type Setup, textOf } from './reading/setup.js';
import { finding } from './rules/index.js';
import { endsOf, type ListFlag, type PairFlag } from './setup-ends.js';
import type { CheckOptions, Finding } from './types.js';

const PAIRS: readonly {
  readonly flag: PairFlag;
  readonly program: Reader['program'];
  readonly purpose: 'client' | 'server';
}[] = [
  { flag: 'elastic-agent-cert', program: 'elastic-agent', purpose: 'client' },
  { flag: 'fleet-server-cert', program: 'fleet-server', purpose: 'server' },
  { flag: 'fleet-server-es-cert', program: 'fleet-server', purpose: 'client' },
];

const LISTS: readonly { readonly flag: ListFlag; readonly program: Reader['program'] }[] = [
  { flag: 'certificate-authorities', program: 'elastic-agent' },
  { flag: 'fleet-server-es-ca', program: 'fleet-server' },
];

/** Opens every file that a command or container names, judges each, and puts the ends of its connections together. */
export async function openSetup(setup: Setup, options: CheckOptions): Promise<OpenedEnds & { findings: Finding[] }> {
  const opened = new OpenedSetup(setup, options);
  const pairs = new Map<PairFlag, ShownPair>();
  const lists = new Map<ListFlag, Trust>();
  for (const { flag, program } of LISTS) {
    const trust = await opened.trust(flag, program);
    if (trust) lists.set(flag, trust);
  }
  for (const { flag, program, purpose } of PAIRS) {
    const shown = await opened.pair(flag, program, purpose);
    if (shown) pairs.set(flag, shown);
  }
  await opened.file('fleet-server-service-token-path', 'token', 'fleet-server');
  return { ...endsOf(setup, { pairs, lists }), findings: opened.verdict() };
}

class OpenedSetup {
  private readonly findings: Finding[] = [];
  private readonly opened: HostFile[] = [];
  private readonly files: HostFiles;
  private readonly setup: Setup;
  private readonly options: CheckOptions;

  constructor(setup: Setup, options: CheckOptions) {
    this.setup = setup;
    this.options = options;
    this.files = new HostFiles(setup.style, options.root);
  }

  /** What was found; one warning where this is plainly not the host. */
  verdict(): Finding[] {
    const elsewhere = this.opened.every(({ file, folderExists }) => file.state === 'missing' && !folderExists);
    if (this.opened.length > 0 && elsewhere) return [finding('files-not-here', this.setup.source)];
    return this.findings;
  }

  async file(flag: string, use: FileUse, program: Reader['program']): Promise<HostFile | undefined> {
    const path = textOf(this.setup, flag);
    return path === undefined ? undefined : this.open(flag, path, use, program);
  }

  async trust(flag: ListFlag, program: Reader['program']): Promise<Trust | undefined> {
    const value = textOf(this.setup, flag);
    if (value === undefined) return undefined;
    const files: Trust['files'][number][] = [];
    for (const path of flag === 'certificate-authorities' ? listOf(value) : [value]) {
      const named = await this.open(flag, path, 'authorities', program);
      const anchors = named?.material?.certificates ?? [];
      if (named) this.findings.push(...judgeAuthorities(named.where, anchors, this.options));
      if (named && anchors.length > 0) files.push({ where: named.where, anchors });
    }
    const anchors = files.flatMap((file) => file.anchors);
    return anchors.length === 0 ? undefined : { where: labelOf(this.setup, flag), anchors, files };
  }

  async pair(flag: PairFlag, program: Reader['program'], purpose: 'client' | 'server'): Promise<ShownPair | undefined> {
    const certificate = await this.file(flag, 'certificate', program);
    const key = await this.file(`${flag}-key`, 'key', program);
    const passphrase = await this.file(`${flag}-key-passphrase`, 'passphrase', program);
    const named = { certificate, key, passphrase: this.passphraseFor(flag, passphrase) };
    const { shown, findings } = openPair(named, this.reader(program), this.options.fips);
    this.findings.push(...findings);
    if (shown) this.findings.push(...judgeChain(shown, purpose, this.options));
    return shown;
  }

  private passphraseFor(flag: PairFlag, file: HostFile | undefined): Passphrase {
    if (file) return { kind: 'file', file };
    if (flag === 'fleet-server-es-cert') return { kind: 'missing', rule: 'fleet-es-key-encrypted' };
    if (this.setup.form === 'container' && flag === 'elastic-agent-cert') {
      return { kind: 'missing', rule: 'container-key-encrypted' };
    }
    // A path that cannot be followed was reported by itself.
    const isNamed = this.setup.values.has(`${flag}-key-passphrase`);
    return isNamed ? { kind: 'elsewhere' } : { kind: 'missing', rule: 'passphrase-missing' };
  }

  private async open(
    flag: string,
    path: string,
    use: FileUse,
    program: Reader['program'],
  ): Promise<HostFile | undefined> {
    if (!isAbsoluteOn(this.setup.style, path)) return undefined;
    const named = await this.files.open(labelOf(this.setup, flag), path);
    this.opened.push(named);
    this.findings.push(...judgeFile(named, use, this.reader(program)));
    return named;
  }

  private reader(program: Reader['program']): Reader {
    const { style, values } = this.setup;
    return {
      program,
      unprivileged: values.has('unprivileged') || values.has('user'),
      hasModes: style === 'posix' && process.platform !== 'win32',
      hasOwners: this.options.root === undefined,
    };
  }
}
