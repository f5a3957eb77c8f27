import { createHmac, createPrivateKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { dotted, nameOf } from '../oids.js';
import { type FoundCertificate, inspectCertificate } from './certificate.js';
import { type Element, elementAt, elementsOf } from './der.js';
import { decrypt, MOST_ITERATIONS, numberIn } from './pbe.js';
import { deriveKey, PURPOSE } from './pkcs12-key.js';

/** What is known about one entry of a store besides its content. */
interface Entry {
  /** Its alias, e.g. `http`. */
  readonly alias?: string;
  /** Hexadecimal; a key and its certificate have the same. */
  readonly localKeyId?: string;
}

export interface StoredKey extends Entry {
  readonly key: KeyObject;
}

export interface StoredCertificate extends Entry {
  readonly certificate: FoundCertificate;
  /** Whether Java takes it as a trust anchor: keytool marks those (JDK PKCS12KeyStore.java, TrustedKeyUsage). */
  readonly trusted: boolean;
}

/** A PKCS#12 store, or why it cannot be read. */
export type Pkcs12 =
  | { readonly state: 'read'; readonly keys: readonly StoredKey[]; readonly certificates: readonly StoredCertificate[] }
  | { readonly state: 'wrong-password' }
  | { readonly state: 'damaged' }
  /** It is in order, and encrypted in a way that this program does not know. */
  | { readonly state: 'unsupported'; readonly reason: string };

/**
 * Reads a PKCS#12 store as openssl, keytool and elasticsearch-certutil write it (RFC 7292).
 *
 * @param password as text; empty for a store that has none
 */
export async function readPkcs12(bytes: Buffer, password: string): Promise<Pkcs12> {
  let contents: Buffer;
  let mac: boolean | undefined;
  try {
    contents = octetsIn(elementAt(bytes, 0, 1, 1, 0)!);
    mac = isAuthentic(bytes, contents, password);
    elementsOf(elementAt(contents, 0)!.content);
  } catch {
    return { state: 'damaged' };
  }
  try {
    const bags = await bagsIn(contents, password);
    // What decrypts to bags was decrypted with the right password, whatever the checksum says.
    if (bags !== undefined)
      return mac === false && bags.encrypted > 0 ? { state: 'damaged' } : await entriesOf(bags.bags, password);
    return { state: mac === true ? 'damaged' : 'wrong-password' };
  } catch (error) {
    if (mac === false) return { state: 'wrong-password' };
    return error instanceof RangeError || error instanceof TypeError
      ? { state: 'damaged' }
      : { state: 'unsupported', reason: (error as Error).message };
  }
}

const oidOf = (element: Element | undefined): string => nameOf(dotted(element!.content));

/** An OCTET STRING; BER allows it in pieces. */
function octetsIn({ tag, content }: Element): Buffer {
  return tag & 0x20 ? Buffer.concat(elementsOf(content).map(octetsIn)) : content;
}

const DIGESTS: Readonly<Record<string, readonly [name: string, length: number]>> = {
  'SHA-1': ['sha1', 20],
  'SHA-256': ['sha256', 32],
  'SHA-384': ['sha384', 48],
  'SHA-512': ['sha512', 64],
};

/** Whether the store's checksum is by this password (RFC 7292 section 4); undefined where it has none, or one that is not known. */
function isAuthentic(bytes: Buffer, contents: Buffer, password: string): boolean | undefined {
  const data = elementAt(bytes, 0, 2);
  if (data === undefined) return undefined;
  const digest = DIGESTS[oidOf(elementAt(data.content, 0, 0, 0))];
  if (digest === undefined) return undefined;
  const [name, length] = digest;
  const [, salt, iterations] = elementsOf(data.content);
  const rounds = iterations === undefined ? 1 : numberIn(iterations);
  if (rounds > MOST_ITERATIONS) return undefined;
  const derivation = { password, salt: salt!.content, iterations: rounds, digest: name };
  const key = deriveKey(derivation, PURPOSE.mac, length);
  const expected = elementAt(data.content, 0, 1)!.content;
  const made = createHmac(name, key).update(contents).digest();
  return expected.length === made.length && timingSafeEqual(expected, made);
}

interface Bags {
  readonly bags: readonly Buffer[];
  /** How many of them were decrypted to see them at all. */
  readonly encrypted: number;
}

/** The SafeBags of every part of the store; undefined where one does not decrypt. */
async function bagsIn(contents: Buffer, password: string): Promise<Bags | undefined> {
  const bags: Buffer[] = [];
  let encrypted = 0;
  for (const part of elementsOf(elementAt(contents, 0)!.content)) {
    const [type, body] = elementsOf(part.content);
    const inside = elementAt(body!.content, 0)!;
    if (oidOf(type) === 'data') bags.push(...listIn(octetsIn(inside)));
    else if (oidOf(type) === 'encryptedData') {
      const [, algorithm, content] = elementsOf(elementAt(inside.content, 1)!.content);
      const clear = await decrypt({ algorithm: algorithm!.whole, content: octetsIn(content!) }, password);
      if (clear === undefined) return undefined;
      const list = listIn(clear);
      bags.push(...list);
      encrypted += list.length;
    }
  }
  return { bags, encrypted };
}

const listIn = (safe: Buffer): Buffer[] => elementsOf(elementAt(safe, 0)!.content).map(({ content }) => content);

async function entriesOf(bags: readonly Buffer[], password: string): Promise<Pkcs12> {
  const keys: StoredKey[] = [];
  const certificates: StoredCertificate[] = [];
  for (const bag of bags) {
    const [type, value, attributes] = elementsOf(bag);
    const inside = elementAt(value!.content, 0)!;
    const found = attributesIn(attributes);
    const kind = oidOf(type);
    if (kind === 'safeContentsBag') {
      const nested = await entriesOf(listIn(inside.whole), password);
      if (nested.state !== 'read') return nested;
      keys.push(...nested.keys);
      certificates.push(...nested.certificates);
    } else if (kind === 'certificateBag') {
      const certificate = inspectCertificate(octetsIn(elementAt(inside.content, 1, 0)!));
      certificates.push({ ...found.entry, certificate, trusted: found.trusted });
    } else if (kind === 'keyBag' || kind === 'shroudedKeyBag') {
      const der = kind === 'keyBag' ? inside.whole : await unshroud(inside, password);
      if (der === undefined) return { state: 'wrong-password' };
      keys.push({ ...found.entry, key: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) });
    }
  }
  return { state: 'read', keys, certificates };
}

function unshroud({ content }: Element, password: string): Promise<Buffer | undefined> {
  const [algorithm, encrypted] = elementsOf(content);
  return decrypt({ algorithm: algorithm!.whole, content: octetsIn(encrypted!) }, password);
}

function attributesIn(attributes: Element | undefined): { entry: Entry; trusted: boolean } {
  const found = new Map(
    elementsOf(attributes?.content ?? Buffer.alloc(0)).map(({ content }) => {
      const [type, values] = elementsOf(content);
      return [oidOf(type), elementAt(values!.content, 0)?.content] as const;
    }),
  );
  const [name, id] = [found.get('friendlyName'), found.get('localKeyId')];
  return {
    entry: {
      ...(name && { alias: Buffer.from(name).swap16().toString('utf16le') }),
      ...(id && { localKeyId: id.toString('hex') }),
    },
    trusted: found.has('trustedKeyUsage'),
  };
}
