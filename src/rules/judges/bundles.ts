import { createPrivateKey } from 'node:crypto';
import type { BundleFile } from '../../setup/archive.js';
import { type Bundle, certificatesIn } from '../../setup/bundle.js';
import { belongsTo } from '../../x509/read/native.js';
import { finding, type RuleId } from '../index.js';
import type { Finding } from '../types.js';
import { judgeManifest } from './manifest.js';

type NamedFile = BundleFile & { readonly name: string };

/** What must hold for every file of every bundle, whatever it is for. */
const FILE_RULES: readonly {
  readonly rule: RuleId;
  readonly broken: (file: NamedFile, bundle: Bundle) => boolean;
}[] = [
  { rule: 'private-file-mode', broken: (file) => isPrivate(file) && (file.mode & 0o077) !== 0 },
  { rule: 'authority-key-in-bundle', broken: isAuthorityKey },
];

/** Judges a bundle by itself: nothing but what was made, nothing that must not leave the operator, nothing for others to read. */
export function judgeBundle(bundle: Bundle): Finding[] {
  const files = [...bundle.files].map(([name, file]) => ({ ...file, name }));
  return [
    ...judgeManifest(bundle),
    ...FILE_RULES.flatMap(({ rule, broken }) =>
      files.filter((file) => broken(file, bundle)).map(({ name }) => finding(rule, `${bundle.id}: ${name}`)),
    ),
  ];
}

const PRIVATE_KEY = /-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/;

const isPrivate = ({ name, content }: NamedFile): boolean =>
  name.endsWith('-passphrase') || name.startsWith('tokens/') || PRIVATE_KEY.test(content.toString('latin1'));

/** By its name, or because it belongs to a CA's certificate in the same bundle. */
function isAuthorityKey({ name, content }: NamedFile, bundle: Bundle): boolean {
  const text = content.toString('latin1');
  if (!PRIVATE_KEY.test(text)) return false;
  if (/-ca-key\b/.test(name)) return true;
  if (text.includes('ENCRYPTED')) return false;
  const authorities = certificatesIn(bundle).filter(({ ca }) => ca);
  try {
    const key = createPrivateKey(content);
    return authorities.some((authority) => belongsTo(key, authority));
  } catch {
    return false;
  }
}
