import type { StackVersion } from '../deployment/types.js';
import type { Trust } from './ends.js';
import type { Host } from './files.js';
import { type Opened, Opener } from './opener.js';
import type { FileUse, NamedFile, Passphrase, Presented, Reader } from './pairs.js';
import { isAbsoluteOn, listOf } from './paths.js';
import { labelOf, type Setup, textOf } from './setup.js';
import { endsOf, type ListFlag, type PairFlag, type SetupFiles } from './setup-ends.js';

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

/** A command or container with everything it names, opened. */
export interface OpenedSetup extends Opened, SetupFiles {
  readonly setup: Setup;
  /** Opens what other settings name on the same host, so that the rules judge that, too. */
  readonly opened: Opener;
}

/** What is known about the host of a command besides its files. */
export interface HostTraits {
  /** The bundle's id, or what was read. */
  readonly id: string;
  readonly host: Host;
  /** Modes and owners are those of the host itself. */
  readonly isItself: boolean;
  readonly hasModes: boolean;
  /** Of Elastic Agent; the newest known unless given. */
  readonly stackVersion?: StackVersion | undefined;
}

/** Opens every file that a command or container names, and puts the endpoints of its connections together. */
export async function openSetup(setup: Setup, traits: HostTraits): Promise<OpenedSetup> {
  const { id, host, isItself, hasModes, stackVersion } = traits;
  const { style, values } = setup;
  const reader = {
    unprivileged: values.has('unprivileged') || values.has('user'),
    hasModes: hasModes && style === 'posix',
    hasOwners: isItself,
  };
  const opener = new Opener((label, path) => host.open(label, path), reader, stackVersion);
  opener.remarks.push(...setup.remarks);
  const presented = new Map<PairFlag, Presented>();
  const trusted = new Map<ListFlag, Trust>();
  for (const { flag, program } of LISTS) {
    const trust = await openList(opener, setup, flag, program);
    if (trust) trusted.set(flag, trust);
  }
  for (const { flag, program, purpose } of PAIRS) {
    const open = (name: string, use: FileUse) => openFlag(opener, setup, name, use, program);
    const certificate = await open(flag, 'certificate');
    const key = await open(`${flag}-key`, 'key');
    const passphrase = passphraseFor(setup, flag, await open(`${flag}-key-passphrase`, 'passphrase'));
    const named = { purpose, passphrase, ...(certificate && { certificate }), ...(key && { key }) };
    const pair = opener.pair(named, program);
    if (pair) presented.set(flag, pair);
  }
  await openFlag(opener, setup, 'fleet-server-service-token-path', 'token', 'fleet-server');
  const files: SetupFiles = { id, setup, presented, trusted };
  return { ...files, ...endsOf(files), opened: opener };
}

async function openFlag(
  opener: Opener,
  setup: Setup,
  flag: string,
  use: FileUse,
  program: Reader['program'],
): Promise<NamedFile | undefined> {
  const path = textOf(setup, flag);
  // A relative path is another rule's: nobody knows where it begins.
  if (path === undefined || !isAbsoluteOn(setup.style, path)) return undefined;
  return opener.file({ label: labelOf(setup, flag), path }, use, program);
}

/** `--fleet-server-es-ca` is one path, not a list (application/enroll/enroll.go:299-307). */
async function openList(opener: Opener, setup: Setup, flag: ListFlag, program: Reader['program']) {
  const value = textOf(setup, flag);
  if (value === undefined) return undefined;
  const label = labelOf(setup, flag);
  const paths = flag === 'certificate-authorities' ? listOf(value) : [value];
  const absolute = paths.filter((path) => isAbsoluteOn(setup.style, path));
  return opener.list(
    label,
    absolute.map((path) => ({ label, path })),
    program,
  );
}

function passphraseFor(setup: Setup, flag: PairFlag, file: NamedFile | undefined): Passphrase {
  if (file) return { kind: 'file', file };
  if (flag === 'fleet-server-es-cert') return { kind: 'missing', rule: 'fleet-es-key-encrypted' };
  if (setup.form === 'container' && flag === 'elastic-agent-cert') {
    return { kind: 'missing', rule: 'container-key-encrypted' };
  }
  // A path that cannot be followed was reported by itself.
  const isNamed = setup.values.has(`${flag}-key-passphrase`);
  return isNamed ? { kind: 'elsewhere' } : { kind: 'missing', rule: 'passphrase-missing' };
}
