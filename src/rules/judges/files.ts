import { PEM_TYPES } from '../../setup/open-elasticsearch.js';
import {
  type FileUse,
  hasLineEnd,
  isSpoiled,
  type NamedFile,
  type NamedList,
  type Opening,
  type Reader,
} from '../../setup/pairs.js';
import type { Details } from '../../setup/remark.js';
import { finding, type RuleId } from '../index.js';
import type { Finding, JudgeOptions } from '../types.js';
import { described, judgeCertificateFile, type Tell } from './certificate-files.js';

/** Judges a file by itself: whether it can be read, and whether it holds what it is named for. */
export function judgeFile(named: NamedFile, lists: readonly NamedList[], { stackVersion }: JudgeOptions): Finding[] {
  const { where, path, file, material, use, reader } = named;
  const tell = (rule: RuleId, details: Details = {}) => [
    finding(rule, where, {
      program: reader.program,
      version: stackVersion,
      ...details,
      values: { path, type: PEM_TYPES[use], ...details.values },
    }),
  ];
  if (file.state !== 'read' || material === undefined) {
    return tell(
      UNREAD[file.state as keyof typeof UNREAD],
      reader.program === 'elasticsearch' ? {} : absent(named, lists),
    );
  }
  return [
    ...(reader.hasModes ? modes(file, use, reader).flatMap((rule) => tell(rule)) : []),
    ...(reader.hasModes && reader.unprivileged && named.closedFolder !== undefined
      ? tell('unprivileged-unreadable', { detail: `nobody but its owner may enter ${named.closedFolder}` })
      : []),
    ...CONTENTS[use](
      { ...named, file, material, reads: reader.program, by: { program: reader.program, version: stackVersion } },
      tell,
    ),
  ];
}

/** What Elastic's loader says about an absent file: from 9.5 on, and before. */
const ABSENT: Readonly<Partial<Record<FileUse, readonly string[]>>> = {
  authorities: ['initial CA', 'open '],
  certificate: ['initial certificate load failed: reading certificate', 'open '],
  key: ['initial certificate load failed: reading key', 'open '],
  passphrase: ['unable to read'],
};

/** A list of CAs of which one can be read is loaded from 9.5 on. */
function absent({ file, use, path }: NamedFile, lists: readonly NamedList[]): Details {
  if (file.state !== 'missing' && file.state !== 'not-in-bundle') return {};
  const list = lists.find(({ files }) => files.some((one) => one.path === path && one.use === use))?.files ?? [];
  const isLoaded = list.some(({ loaded }) => (loaded?.certificates.length ?? 0) > 0);
  const says = use === 'authorities' && isLoaded ? ['Failed reading CA', 'open '] : (ABSENT[use] ?? ['open ']);
  return { says, values: { count: String(list.length) } };
}

const UNREAD = {
  missing: 'file-missing',
  'not-in-bundle': 'file-not-in-bundle',
  directory: 'file-is-directory',
  unreadable: 'file-unreadable',
  'too-large': 'file-too-large',
} as const satisfies Record<string, RuleId>;

type Read = NamedFile &
  Required<Pick<NamedFile, 'material'>> & {
    readonly file: { readonly state: 'read'; readonly content: Buffer };
    readonly reads: Reader['program'];
    readonly by: Opening;
  };
const PRIVATE: ReadonlySet<FileUse> = new Set(['key', 'passphrase', 'token', 'keystore']);

function modes({ mode, gid }: { mode: number; gid: number }, use: FileUse, reader: Reader): RuleId[] {
  const [others, group] = [(mode & 0o004) !== 0, (mode & 0o040) !== 0];
  // The group of root is nobody's that a service runs as.
  const groupHelps = group && !(reader.hasOwners && gid === 0);
  return [
    ...(reader.unprivileged && !others && !groupHelps ? (['unprivileged-unreadable'] as const) : []),
    ...(PRIVATE.has(use) && others ? (['private-file-readable'] as const) : []),
  ];
}

const CONTENTS: Readonly<Record<FileUse, (read: Read, tell: Tell) => Finding[]>> = {
  authorities: (read, tell) => [
    ...judgeCertificateFile(read, 'authorities', read.file.content, tell),
    ...(read.material.keys.length > 0 && (read.loaded?.certificates.length ?? 0) > 0
      ? tell('authority-file-holds-key')
      : []),
  ],
  certificate: (read, tell) => judgeCertificateFile(read, 'certificate', read.file.content, tell),
  key: (read, tell) =>
    pem(read, tell, 'no ', ({ keys, certificates, blocks }) => {
      const says = blocks.length === 0 ? 'no pem' : certificates.length > 0 ? 'tls: found a cert' : 'tls: failed';
      // Elasticsearch has one text for all of it.
      const details: Details =
        read.reads === 'elasticsearch' ? {} : { says, values: { types: blocks.map(({ label }) => label).join(' ') } };
      return keys.length > 0 ? [] : tell('key-file-without-key', { ...details, detail: described(read.material) });
    }),
  passphrase: ({ file: { content }, material, by }, tell) => {
    if (content.length === 0) return tell('passphrase-empty');
    if (material.blocks.length > 0) return tell('passphrase-is-pem');
    if (isSpoiled(content, by)) return tell('passphrase-trailing-newline');
    // A spoiled one is none, and yet has a line end: the loader takes it off.
    return hasLineEnd(content) && by.program === 'elastic-agent' ? tell('passphrase-newline-for-defend') : [];
  },
  keystore: () => [],
  token: ({ file: { content } }, tell) => {
    if (content.length === 0) return tell('file-empty', { silent: true });
    return hasLineEnd(content) ? tell('token-trailing-newline') : [];
  },
};

/** What every PEM file has to be before it is looked at for what it holds. */
function pem(
  { material, file }: Read,
  tell: Tell,
  says: string,
  judge: (material: Read['material']) => Finding[],
): Finding[] {
  const { format, byteOrderMark, damaged, blocks } = material;
  if (format === 'empty' || file.content.toString('latin1').trim() === '') return tell('file-empty', { says });
  if (format === 'UTF-16 text' || (byteOrderMark && blocks.length > 0))
    return tell('file-encoding', { detail: byteOrderMark ? 'a byte order mark' : 'UTF-16' });
  if (FOREIGN.has(format)) return tell('file-not-pem', { says, detail: format });
  if (damaged.length > 0) return tell('pem-damaged', { detail: damaged.join(', ') });
  return judge(material);
}

const FOREIGN = new Set(['DER certificate', 'DER private key', 'PKCS#12', 'Java keystore', 'binary']);
