import { CertlabError } from '../errors.js';
import { findingOf } from '../rules/index.js';
import { judgeSources } from '../rules/judge.js';
import { judgeBundle } from '../rules/judges/bundles.js';
import type { Finding, JudgeOptions } from '../rules/types.js';
import { type Bundle, materialOf, readBundle } from '../setup/bundle.js';
import type { ClientEnd, Trust } from '../setup/ends.js';
import { DiskHost } from '../setup/files.js';
import { type Opened, openerOf } from '../setup/opener.js';
import { baseName, type NamedFile, type Passphrase } from '../setup/pairs.js';
import { readBundles } from '../setup/read-bundles.js';
import type { FoundCertificate } from '../x509/read/certificate.js';
import type { Target } from './target.js';

/** What files are called that come without a bundle. */
export const GIVEN_FILES = 'given files';

/** What the operator gave to try with: a bundle's zip, or files. */
export type Credentials = { readonly bundle: string } | GivenFiles;

/** Files that somebody collected, each under the flag it was given with. */
export interface GivenFiles {
  /** Files of CAs to trust. */
  readonly ca: readonly string[];
  readonly cert?: string;
  readonly key?: string;
  readonly passphraseFile?: string;
}

/** A CA among the files, by the name of its file. */
export interface GivenAuthority {
  readonly name: string;
  readonly certificate: FoundCertificate;
}

/** Who could connect, as the files say. */
export interface Callers {
  readonly clients: readonly ClientEnd[];
  /** Every CA among the files, to tell who made the server's certificate. */
  readonly authorities: readonly GivenAuthority[];
  /** What is wrong with the files by themselves. */
  readonly findings: readonly Finding[];
}

/**
 * Reads a bundle or files.
 *
 * @throws CertlabError ERR_READ when something cannot be read, ERR_USAGE for half a pair
 */
export const readCallers = (credentials: Credentials, target: Target, options: JudgeOptions): Promise<Callers> =>
  'bundle' in credentials ? fromBundle(credentials.bundle, options) : fromFiles(credentials, target, options);

async function fromBundle(zip: string, options: JudgeOptions): Promise<Callers> {
  const bundle = await readBundle(zip);
  const { bundles, remarks } = await readBundles([bundle], options.stackVersion);
  const sources = bundles.map(({ source }) => source);
  const authorities = authoritiesIn(bundle);
  return {
    clients: sources.flatMap(({ clients }) => clients.map((client) => withOutput(client, authorities))),
    authorities,
    findings: [
      ...judgeBundle(bundle),
      ...remarks.map(findingOf),
      // The other endpoints of its links are in other bundles.
      ...sources.flatMap((source) => judgeSources([source], options).findings),
    ],
  };
}

/**
 * What an agent trusts and presents at Elasticsearch stands in its policy, which no bundle of an agent holds. Assumed is the
 * output of this program's own settings: es-ca, and what the agent presents to Fleet Server.
 */
function withOutput(client: ClientEnd, authorities: readonly GivenAuthority[]): ClientEnd {
  const anchors = authorities.filter(({ name }) => name === 'es-ca').map(({ certificate }) => certificate);
  if (!client.assumed || anchors.length === 0) return client;
  const { assumed: _, ...known } = client;
  const where = 'es-ca';
  return { ...known, name: 'compared', trust: { where, anchors, files: [{ where, name: 'es-ca', anchors }] } };
}

async function fromFiles(given: GivenFiles, target: Target, options: JudgeOptions): Promise<Callers> {
  refuseHalfPair(given);
  const { ca, cert, key, passphraseFile } = given;
  if (ca.length === 0 && cert === undefined) return { clients: [], authorities: [], findings: [] };
  const opener = openerOf(new DiskHost('posix', undefined), options.stackVersion);
  const open = async (path: string | undefined, use: NamedFile['use']) =>
    path === undefined ? undefined : readable(await opener.file({ label: path, path }, use, 'elastic-agent'));
  for (const path of ca) await open(path, 'authorities');
  const trust = await opener.list(
    '--ca',
    ca.map((path) => ({ label: path, path })),
    'elastic-agent',
  );
  const [certificate, keyFile, file] = [
    await open(cert, 'certificate'),
    await open(key, 'key'),
    await open(passphraseFile, 'passphrase'),
  ];
  const passphrase: Passphrase = file ? { kind: 'file', file } : { kind: 'missing', rule: 'passphrase-missing' };
  const named = { ...(certificate && { certificate }), ...(keyFile && { key: keyFile }), passphrase };
  const presented = opener.pair({ purpose: 'client', ...named }, 'elastic-agent');
  const client: ClientEnd = {
    link: 'agent-to-fleet-server',
    id: GIVEN_FILES,
    kind: GIVEN_FILES,
    serverNames: [target.host],
    urlWhere: target.url,
    name: 'compared',
    hasPair: cert !== undefined,
    pairWhere: '--cert',
    ...(presented && { presented }),
    ...(trust && { trust }),
  };
  const source: Opened = { id: GIVEN_FILES, opened: opener, servers: [], clients: [client] };
  return {
    clients: [client],
    authorities: trust ? distinct(authoritiesOf(trust)) : [],
    findings: judgeSources([source], options).findings,
  };
}

const PROBLEMS: Readonly<Record<string, string>> = {
  missing: 'there is no such file',
  directory: 'it is a folder',
  unreadable: 'permission denied, or it is not a file',
  'too-large': 'it is too large for a certificate or a key',
};

function readable(named: NamedFile): NamedFile {
  const { state } = named.file;
  if (state === 'read') return named;
  const message = `cannot read ${named.path}: ${PROBLEMS[state]}`;
  throw new CertlabError({ code: 'ERR_READ', message, hint: 'check the path and its permissions' });
}

function refuseHalfPair({ cert, key, passphraseFile }: GivenFiles): void {
  const missing = cert === undefined ? '--cert' : '--key';
  if ((cert === undefined) === (key === undefined) && (passphraseFile === undefined || key !== undefined)) return;
  const message = `${missing} is missing: a certificate and its key only work together`;
  throw new CertlabError({
    code: 'ERR_USAGE',
    message,
    hint: 'give --cert and --key, and --passphrase-file with them',
  });
}

const authoritiesOf = ({ files }: Trust): GivenAuthority[] =>
  files.flatMap(({ name, anchors }) => anchors.map((certificate) => ({ name, certificate })));

/** CAs in a bundle by the name of their file; one that only follows a server's certificate has that file's name. */
function authoritiesIn({ files }: Bundle): GivenAuthority[] {
  const ownFilesFirst = [...files].sort(([a], [b]) => Number(isChain(a)) - Number(isChain(b)));
  return distinct(
    ownFilesFirst.flatMap(([path, file]) =>
      materialOf(file)
        .certificates.filter(({ ca }) => ca)
        .map((certificate) => ({ name: baseName(path), certificate })),
    ),
  );
}

const distinct = (authorities: readonly GivenAuthority[]): GivenAuthority[] =>
  authorities.filter(
    ({ certificate: { x509 } }, index) =>
      authorities.findIndex((one) => one.certificate.x509.fingerprint256 === x509.fingerprint256) === index,
  );

const isChain = (path: string): boolean => !/-ca\.[^/]*$/.test(path);
