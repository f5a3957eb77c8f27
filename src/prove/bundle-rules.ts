import { createPrivateKey } from 'node:crypto';
import type { Finding } from '../check/types.js';
import { belongsTo } from '../x509/read/native.js';
import type { BundleFile } from './archive.js';
import type { Bundle } from './bundle.js';
import { type BundleRule, found } from './findings.js';
import { certificatesIn, isEachReadable } from './identity.js';
import { brokenKeyRules } from './key-rules.js';
import { checkManifest } from './manifest.js';

/** What must hold for every file of every bundle, whatever it is for. */
const FILE_RULES: readonly {
  readonly rule: BundleRule;
  readonly broken: (file: NamedFile, bundle: Bundle) => boolean;
}[] = [
  { rule: 'private-file-mode', broken: (file) => isPrivate(file) && (file.mode & 0o077) !== 0 },
  { rule: 'pem-damaged', broken: ({ content }) => !isEachReadable(content.toString('latin1')) },
  { rule: 'authority-key-in-bundle', broken: isAuthorityKey },
  { rule: 'passphrase-trailing-newline', broken: ({ name, content }) => isPassphrase(name) && hasLineEnd(content) },
  { rule: 'passphrase-empty', broken: ({ name, content }) => isPassphrase(name) && content.length === 0 },
  {
    rule: 'passphrase-not-ascii',
    broken: ({ name, content }, { files }) =>
      isPassphrase(name) && files.has('settings/elasticsearch.yml') && !/^[ -~]*$/.test(content.toString('latin1')),
  },
];

type NamedFile = BundleFile & { readonly name: string };

/** Checks a bundle by itself: nothing but what was made, nothing that must not leave the operator, nothing for others to read. */
export function checkBundle(bundle: Bundle): Finding[] {
  const files = [...bundle.files].map(([name, file]) => ({ ...file, name }));
  return [
    ...checkManifest(bundle),
    ...FILE_RULES.flatMap(({ rule, broken }) =>
      files.filter((file) => broken(file, bundle)).map(({ name }) => found(rule, `${bundle.id}: ${name}`)),
    ),
    ...files.flatMap(({ name, content }) =>
      brokenKeyRules(content.toString('latin1')).map((rule) => found(rule, `${bundle.id}: ${name}`)),
    ),
  ];
}

const PRIVATE_KEY = /-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/;

const isPassphrase = (name: string): boolean => name.endsWith('-passphrase');

const isPrivate = ({ name, content }: NamedFile): boolean =>
  isPassphrase(name) || name.startsWith('tokens/') || PRIVATE_KEY.test(content.toString('latin1'));

/** Also a byte order mark: an editor that adds one end of line adds the other. */
const hasLineEnd = (content: Buffer): boolean => /^\xef\xbb\xbf|[\r\n]$/.test(content.toString('latin1'));

/** By its name, or because it belongs to an authority's certificate in the same bundle. */
function isAuthorityKey({ name, content }: NamedFile, bundle: Bundle): boolean {
  const text = content.toString('latin1');
  if (!PRIVATE_KEY.test(text)) return false;
  if (/-ca-key\b/.test(name)) return true;
  if (text.includes('ENCRYPTED')) return false;
  const authorities = [...bundle.files.values()]
    .flatMap((file) => certificatesIn(file.content.toString('latin1')))
    .filter((certificate) => certificate.ca);
  try {
    const key = createPrivateKey(content);
    return authorities.some((x509) => belongsTo(key, { x509 }));
  } catch {
    return false;
  }
}
