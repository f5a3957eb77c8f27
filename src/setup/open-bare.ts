import { NEWEST_VERSION } from '../deployment/versions.js';
import { CLIENT_AUTH, SERVER_AUTH } from '../x509/read/certificate.js';
import { belongsTo } from '../x509/read/native.js';
import { DiskHost } from './files.js';
import { type Opened, openerOf } from './opener.js';
import { type NamedFile, type NamedPair, openKeyOf, type Passphrase } from './pairs.js';

/** Where the passphrase of a key is, nobody says who hands over files without a command. */
const NOT_SAID: Passphrase = { kind: 'elsewhere' };
/** Without a passphrase every version opens the same keys. */
const NOBODY = { program: 'elastic-agent', version: NEWEST_VERSION } as const;

/** Certificates and keys that come without a command: which belong together shows when the keys are opened. */
export async function openBare(paths: readonly string[]): Promise<Opened> {
  const host = new DiskHost('posix', undefined);
  const opener = openerOf(host);
  const looked = await Promise.all(paths.map(async (path) => ({ path, file: await host.open(path, path) })));
  const certificates: NamedFile[] = [];
  const keys: { readonly file: NamedFile; readonly opened: NamedPair['opened'] }[] = [];
  for (const { path, file } of looked) {
    const [first] = file.material?.certificates ?? [];
    const named = { label: path, path };
    if (first?.ca) await opener.list(path, [named], 'elastic-agent');
    else if (first) certificates.push(await opener.file(named, 'certificate', 'elastic-agent'));
    else {
      const key = await opener.file(named, 'key', 'elastic-agent');
      keys.push({ file: key, opened: openKeyOf(key, NOT_SAID, NOBODY).opened });
    }
  }
  for (const certificate of certificates) {
    const leaf = certificate.material!.certificates[0]!;
    const key = keys.find(({ opened }) => opened !== undefined && belongsTo(opened, leaf))?.file;
    const usages = leaf.extendedKeyUsage ?? [];
    const purpose = usages.includes(CLIENT_AUTH) && !usages.includes(SERVER_AUTH) ? 'client' : 'server';
    opener.pair({ purpose, certificate, passphrase: NOT_SAID, ...(key && { key }) }, 'elastic-agent');
  }
  return { id: paths.join(', '), opened: opener, servers: [], clients: [] };
}
