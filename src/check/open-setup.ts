import { CLIENT_AUTHS } from '../deployment/types.js';
import type { ClientEnd, OpenedEnds, ServerEnd, Trust } from './ends.js';
import { type HostFile, HostFiles } from './host-files.js';
import { judgeAuthorities, judgeChain } from './judging/certificates.js';
import { type FileUse, judgeFile, type Reader } from './judging/files.js';
import { type NamedPair, openPair, type ShownPair } from './judging/pairs.js';
import { FLEET_SERVER_PORT, urlIn } from './judging/urls.js';
import { isAbsoluteOn, listOf } from './paths.js';
import { labelOf, type Setup, textOf } from './reading/setup.js';
import { finding } from './rules/index.js';
import type { CheckOptions, Finding } from './types.js';

type PairFlag = 'elastic-agent-cert' | 'fleet-server-cert' | 'fleet-server-es-cert';
type ListFlag = 'certificate-authorities' | 'fleet-server-es-ca';

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
  return { ...endsOf(setup, pairs, lists), findings: opened.verdict() };
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
    if (certificate === undefined && key === undefined) return undefined;
    const missing = this.missingPassphrase(flag);
    const named: NamedPair = {
      ...(certificate && { certificate }),
      ...(key && { key }),
      ...(passphrase && { passphrase }),
      ...(passphrase === undefined && missing && { otherPassphrase: missing }),
    };
    const { shown, findings } = openPair(named, this.reader(program), this.options.fips);
    this.findings.push(...findings);
    if (shown) this.findings.push(...judgeChain(shown, purpose, this.options));
    return shown;
  }

  /** Keys whose passphrase nothing can give. */
  private missingPassphrase(flag: PairFlag): NamedPair['otherPassphrase'] {
    if (flag === 'fleet-server-es-cert') return { kind: 'none', rule: 'fleet-es-key-encrypted' };
    const isContainer = this.setup.form === 'container' && flag === 'elastic-agent-cert';
    if (isContainer) return { kind: 'none', rule: 'container-key-encrypted' };
    // A file that is named and cannot be looked at was reported by itself.
    return this.setup.values.has(`${flag}-key-passphrase`) ? { kind: 'elsewhere' } : undefined;
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

function endsOf(
  setup: Setup,
  pairs: ReadonlyMap<PairFlag, ShownPair>,
  lists: ReadonlyMap<ListFlag, Trust>,
): OpenedEnds {
  const { source, values, startsFleetServer } = setup;
  const client = (
    kind: ClientEnd['kind'],
    pair: PairFlag,
    list: ListFlag,
    url: string,
    insecure: string,
  ): ClientEnd => {
    const [shown, trust, dials] = [pairs.get(pair), lists.get(list), urlIn(textOf(setup, url))];
    return {
      kind,
      source,
      hasPair: values.has(pair) || values.has(`${pair}-key`),
      dialsWhere: labelOf(setup, url),
      verifies: !values.has(insecure),
      ...(shown && { shown }),
      ...(trust && { trust }),
      ...(dials && { dials }),
    };
  };
  const agent = client(
    startsFleetServer ? 'own-agent' : 'agent',
    'elastic-agent-cert',
    'certificate-authorities',
    'url',
    'insecure',
  );
  if (!startsFleetServer) return { servers: [], clients: [agent] };
  const [shown, trust, host] = [
    pairs.get('fleet-server-cert'),
    lists.get('certificate-authorities'),
    agent.dials?.host,
  ];
  const server: ServerEnd = {
    kind: 'fleet-server',
    source,
    clientAuth: CLIENT_AUTHS.find((one) => one === textOf(setup, 'fleet-server-client-auth')) ?? 'none',
    port: Number(textOf(setup, 'fleet-server-port') ?? 0) || FLEET_SERVER_PORT,
    ...(shown && { shown }),
    ...(trust && { trust }),
    ...(host !== undefined && { host }),
  };
  return {
    servers: [server],
    clients: [
      agent,
      client(
        'fleet-server',
        'fleet-server-es-cert',
        'fleet-server-es-ca',
        'fleet-server-es',
        'fleet-server-es-insecure',
      ),
    ],
  };
}
