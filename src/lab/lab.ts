import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { CertlabError } from '../errors.js';
import type { AuthorityName, CertificateName, HostRole } from '../plan/types.js';
import { inspect } from '../x509/read/material.js';
import { sha256Fingerprint } from '../x509/write/fingerprint.js';
import { toPem } from '../x509/write/pem.js';
import { randomSerial } from '../x509/write/serial.js';
import type { RandomBytes } from '../x509/write/types.js';
import type { LabAuthority } from './authorities.js';
import { addOption, setOption } from './command-text.js';
import type { LabBundle, LabDeployment } from './deployment.js';
import { type ForgedFields, type Forger, fieldsOf, forgeCertificate, forgerOf } from './forge-certificate.js';

/** What a fault works with: a deployment in memory, a clock and a source of randomness. */
export interface Lab {
  readonly deployment: LabDeployment;
  readonly now: Date;
  readonly randomBytes: RandomBytes;
}

const PRIVATE_FILE = 0o600;
const PUBLIC_FILE = 0o644;

/**
 * The first bundle of a role that fits, in the order of their names.
 *
 * @throws CertlabError ERR_INPUT when the deployment has none; so does everything below that does not find what it needs
 */
export function bundleOf(
  { deployment }: Lab,
  role: HostRole,
  fits: (bundle: LabBundle) => boolean = () => true,
): LabBundle {
  const bundle = deployment.bundles.find((one) => one.role === role && fits(one));
  if (bundle) return bundle;
  throw impossible(`it needs a ${role} whose files and settings the fault can change`);
}

/** A deployment that a fault does not fit. */
export function impossible(needs: string): CertlabError {
  return new CertlabError({
    code: 'ERR_INPUT',
    message: `this fault cannot be put into this deployment: ${needs}`,
    hint: 'break a mutual deployment with a Kibana URL and a linux agent: every fault fits into it',
  });
}

/** An agent that shows a certificate and is installed by install.sh. */
export const mutualAgent = (lab: Lab): LabBundle =>
  bundleOf(lab, 'agent', ({ files }) => files.has('certs/agent-cert.pem') && files.has('install.sh'));

/** The first Fleet Server. */
export const fleetServer = (lab: Lab): LabBundle => bundleOf(lab, 'fleet-server');

/** The first node. */
export const elasticsearch = (lab: Lab): LabBundle => bundleOf(lab, 'elasticsearch');

/** Kibana, in whose bundle Fleet's settings lie. */
export const kibana = (lab: Lab): LabBundle => bundleOf(lab, 'kibana');

/** An authority with its key. */
export function authorityOf({ deployment }: Lab, name: AuthorityName): LabAuthority {
  const authority = deployment.authorities.get(name);
  if (authority) return authority;
  throw impossible(`it has no ${name}`);
}

/** Text of a file in a bundle. */
export function textIn({ id, files }: LabBundle, path: string): string {
  const file = files.get(path);
  if (file) return file.content.toString();
  throw impossible(`${id} holds no ${path}`);
}

/** Writes a file, with the mode it had. */
export function put({ files }: LabBundle, path: string, content: string | Buffer, mode?: number): void {
  const fallback = /-key|passphrase/.test(path) ? PRIVATE_FILE : PUBLIC_FILE;
  files.set(path, { content: Buffer.from(content), mode: mode ?? files.get(path)?.mode ?? fallback });
}

/** Changes the text of a file, which must change by it. */
export function edit(bundle: LabBundle, path: string, change: (text: string) => string): void {
  const before = textIn(bundle, path);
  const after = change(before);
  if (after === before) throw impossible(`${path} of ${bundle.id} does not say what the fault changes`);
  put(bundle, path, after);
}

/** The leaf in a certificate's file. */
export function leafOf(bundle: LabBundle, name: CertificateName): X509Certificate {
  const [leaf] = inspect(Buffer.from(textIn(bundle, `certs/${name}.pem`))).certificates;
  if (leaf) return leaf.x509;
  throw impossible(`${name}.pem of ${bundle.id} holds no certificate`);
}

/** A certificate's private key, opened with the passphrase beside it. */
export function keyOf(bundle: LabBundle, name: CertificateName): KeyObject {
  const passphrase = bundle.files.get(`certs/${name}-key-passphrase`)?.content;
  const key = textIn(bundle, `certs/${name}-key.pem`);
  try {
    return createPrivateKey(passphrase === undefined ? key : { key, passphrase });
  } catch {
    throw impossible(`${name}-key.pem of ${bundle.id} does not open, so it is broken already`);
  }
}

/** Makes a bundle's certificate again with something changed, for the same key and by the same authority unless said. */
export function remake(
  lab: Lab,
  bundle: LabBundle,
  name: CertificateName,
  authority: AuthorityName,
  changes: Partial<ForgedFields>,
  by?: Forger,
): void {
  const old = leafOf(bundle, name);
  const { certificate, privateKey } = authorityOf(lab, authority);
  const signer = by ?? forgerOf(certificate, privateKey);
  replaceCertificate(lab, old, forgeCertificate({ ...fieldsOf(old), ...changes }, serial(lab), signer));
}

/** Makes an authority's certificate again with something changed: name and key stay, so that what it signed still fits. */
export function remakeAuthority(lab: Lab, name: AuthorityName, changes: Partial<ForgedFields>): void {
  const { certificate, privateKey } = authorityOf(lab, name);
  const der = forgeCertificate(
    { ...fieldsOf(certificate), ...changes },
    serial(lab),
    forgerOf(certificate, privateKey),
  );
  replaceCertificate(lab, certificate, der);
  const authority = authorityOf(lab, name);
  const files = new Map(authority.files).set(`${name}.pem`, Buffer.from(toPem('CERTIFICATE', der)));
  lab.deployment.authorities.set(name, { ...authority, certificate: new X509Certificate(der), files });
}

/** A serial number as the octets of its INTEGER. */
export const serial = ({ randomBytes }: Lab): Buffer => randomSerial(randomBytes);

/** Puts a certificate in another's place wherever it lies, and its fingerprints wherever a text names them. */
function replaceCertificate({ deployment }: Lab, old: X509Certificate, der: Buffer): void {
  const pairs: [string, string][] = [
    [toPem('CERTIFICATE', old.raw).trim(), toPem('CERTIFICATE', der).trim()],
    [sha256Fingerprint(old.raw), sha256Fingerprint(der)],
  ];
  for (const { files } of deployment.bundles) {
    for (const [path, { content, mode }] of files) {
      const before = content.toString('latin1');
      const after = pairs.reduce((text, [from, to]) => text.replaceAll(from, to), before);
      if (after !== before) files.set(path, { content: Buffer.from(after, 'latin1'), mode });
    }
  }
}

/** Changes one flag of a host's install command; undefined takes the flag away. */
export function flag(bundle: LabBundle, name: string, change: (value: string) => string | undefined): void {
  edit(bundle, 'install.sh', (text) => setOption(text, name, change));
}

/** Adds a flag at the end of a host's install command. */
export function addFlag(bundle: LabBundle, option: string): void {
  edit(bundle, 'install.sh', (text) => addOption(text, option));
}
