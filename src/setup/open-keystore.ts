import { type FoundCertificate, hasSigned } from '../x509/read/certificate.js';
import { belongsTo } from '../x509/read/native.js';
import type { Opener } from './opener.js';
import { baseName, type Presented } from './pairs.js';
import type { NamedText, RemarkRule } from './remark.js';
import { HTTP, type Settings, settingOf } from './settings.js';

/** No chain in a keystore is longer. */
const LONGEST_CHAIN = 8;

/** What Elasticsearch presents from a PKCS#12 keystore; undefined where there is none, or it cannot be read. */
export async function openKeystore(
  { source, keystorePassword }: { readonly source: NamedText; readonly keystorePassword?: string | undefined },
  settings: Settings,
  opener: Opener,
): Promise<Presented | undefined> {
  const path = settingOf(settings, `${HTTP}.keystore.path`);
  if (path === undefined) return undefined;
  const label = `${source.name}: ${HTTP}.keystore.path`;
  const { where, file, material } = await opener.file({ label, path }, 'keystore', 'elasticsearch');
  if (file.state !== 'read') return undefined;
  const tell = (rule: RemarkRule, detail?: string) => {
    opener.remarks.push({ rule, where, details: { detail } });
    return undefined;
  };
  const password = keystorePassword ?? settingOf(settings, `${HTTP}.keystore.password`);
  if (material?.format === 'Java keystore') return tell('es-keystore-not-read', 'it is a JKS keystore');
  if (material?.format !== 'PKCS#12') return tell('es-keystore-damaged');
  if (password === undefined) return tell('es-keystore-not-read', 'its password was not given');
  const { readPkcs12 } = await import('../x509/read/pkcs12.js');
  const store = await readPkcs12(file.content, password);
  if (store.state === 'wrong-password') return tell('es-keystore-password-wrong');
  if (store.state === 'unsupported') return tell('es-keystore-not-read', store.reason);
  const [entry] = store.state === 'read' ? store.keys : [];
  const certificates = store.state === 'read' ? store.certificates.map(({ certificate }) => certificate) : [];
  const leaf = entry && certificates.find((one) => belongsTo(entry.key, one));
  if (!entry || !leaf) return tell('es-keystore-damaged');
  const presented: Presented = { where, name: baseName(path), chain: chainFrom(leaf, certificates), key: entry.key };
  opener.present(presented, 'server', 'elasticsearch');
  return presented;
}

/** The leaf and what signed it, as the keystore holds them. */
function chainFrom(
  leaf: FoundCertificate,
  certificates: readonly FoundCertificate[],
): readonly [FoundCertificate, ...FoundCertificate[]] {
  const chain: [FoundCertificate, ...FoundCertificate[]] = [leaf];
  while (chain.length < LONGEST_CHAIN) {
    const last = chain.at(-1)!;
    const next = certificates.find((one) => !chain.includes(one) && hasSigned(one, last));
    if (!next) break;
    chain.push(next);
  }
  return chain;
}
