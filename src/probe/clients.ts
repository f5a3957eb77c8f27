import type { Finding } from '../check/types.js';
import { CertlabError } from '../errors.js';
import type { Authority } from '../handshake/ends.js';
import { type Bundle, readBundle } from '../prove/bundle.js';
import { checkBundle } from '../prove/bundle-rules.js';
import type { ClientEnd } from '../prove/ends.js';
import type { Report } from '../prove/findings.js';
import { certificatesIn, openAuthorities, openIdentity } from '../prove/identity.js';
import { readEnds } from '../prove/read-ends.js';
import { FOLDER, type GivenFiles, readGivenFiles } from './given-files.js';
import type { Target } from './target.js';

/** What the operator gave to try with: a bundle's zip, or files. */
export type Credentials = { readonly bundle: string } | GivenFiles;

/** Who could knock, as the files say. */
export interface Callers {
  readonly clients: readonly ClientEnd[];
  /** Every authority among the files, to tell who made the server's certificate. */
  readonly authorities: readonly Authority[];
  /** What is wrong with the files by themselves. */
  readonly findings: readonly Finding[];
  /** A finding about the file as the operator named it. */
  readonly named: (finding: Finding) => Finding;
}

const NOBODY: Callers = { clients: [], authorities: [], findings: [], named: (finding) => finding };

/**
 * Reads a bundle or files.
 *
 * @throws CertlabError ERR_READ when something cannot be read, ERR_USAGE for half a pair
 */
export const readCallers = (credentials: Credentials, target: Target): Promise<Callers> =>
  'bundle' in credentials ? fromBundle(credentials.bundle) : fromFiles(credentials, target);

async function fromBundle(zip: string): Promise<Callers> {
  const bundle = await readBundle(zip);
  const findings = checkBundle(bundle);
  const { clients } = readEnds([bundle], (finding) => findings.push(finding));
  const authorities = authoritiesIn(bundle);
  return {
    clients: [...clients, ...clients.flatMap((client) => assumedOutput(client, authorities))],
    authorities,
    // The other ends of its links are in other bundles.
    findings: findings.filter(({ rule }) => rule !== 'link-incomplete'),
    named: NOBODY.named,
  };
}

/**
 * What an agent trusts and shows at Elasticsearch stands in its policy, which no bundle of an agent holds. Assumed is the
 * output of this program's own settings: es-ca, and what the agent shows to Fleet Server.
 */
function assumedOutput(client: ClientEnd, authorities: readonly Authority[]): ClientEnd[] {
  if (client.link !== 'agent-to-fleet-server') return [];
  const trusts = authorities.filter(({ name }) => name === 'es-ca');
  return trusts.length > 0 ? [{ ...client, link: 'agent-to-elasticsearch', dials: [], trusts }] : [];
}

async function fromFiles(given: GivenFiles, target: Target): Promise<Callers> {
  refuseHalfPair(given);
  if (given.ca.length === 0 && given.cert === undefined) return NOBODY;
  const { bundle, at, named } = await readGivenFiles(given);
  // No manifest lies beside files that somebody collected.
  const findings = checkBundle(bundle).filter(({ rule }) => rule !== 'manifest-mismatch');
  const report: Report = (finding) => findings.push(finding);
  const files = { bundle, folder: FOLDER };
  const { cert, key, passphraseFile } = given;
  const shows =
    cert !== undefined && key !== undefined
      ? openIdentity(
          files,
          {
            certificate: at(cert),
            key: at(key),
            ...(passphraseFile !== undefined && { passphrase: at(passphraseFile) }),
          },
          report,
        )
      : undefined;
  const client: ClientEnd = {
    link: 'agent-to-fleet-server',
    bundle: bundle.id,
    kind: bundle.id,
    dials: [target.host],
    name: 'compared',
    trusts: openAuthorities(files, given.ca.map(at), report),
    ...(shows && { shows }),
  };
  return { clients: [client], authorities: authoritiesIn(bundle), findings, named };
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

/** Authorities in a bundle by the name of their file; one that only follows a server's certificate has that file's name. */
function authoritiesIn({ files }: Bundle): Authority[] {
  const found = new Map<string, Authority>();
  const ownFilesFirst = [...files].sort(([a], [b]) => Number(isChain(a)) - Number(isChain(b)));
  for (const [path, { content }] of ownFilesFirst) {
    for (const certificate of certificatesIn(content.toString('latin1')).filter(({ ca }) => ca)) {
      const name = path.replace(/^.*\/(.*?)(\.[^.]*)?$/, '$1');
      if (!found.has(certificate.fingerprint256)) found.set(certificate.fingerprint256, { name, certificate });
    }
  }
  return [...found.values()];
}

const isChain = (path: string): boolean => !/-ca\.[^/]*$/.test(path);
