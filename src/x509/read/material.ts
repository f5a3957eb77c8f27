import { type FoundCertificate, inspectCertificate } from './certificate.js';
import { elementAt, elementsOf } from './der.js';
import { certificatesInPkcs7 } from './java/pkcs7.js';
import { encryptionIn, type FoundKey, keyInBlock } from './key.js';
import { blocksIn, type FoundBlock } from './pem.js';

/** What a file is, judged by its content alone. */
export type FileFormat =
  | 'PEM'
  | 'DER certificate'
  | 'DER private key'
  | 'PKCS#7'
  | 'PKCS#12'
  | 'Java keystore'
  | 'UTF-16 text'
  | 'empty'
  | 'text'
  | 'binary';

/** What a file holds. */
export interface Material {
  readonly format: FileFormat;
  readonly byteOrderMark: boolean;
  readonly blocks: readonly FoundBlock[];
  readonly certificates: readonly FoundCertificate[];
  readonly keys: readonly FoundKey[];
  /** Labels of the blocks that cannot be read. */
  readonly damaged: readonly string[];
}

/** Looks at a file that somebody else wrote. Nothing in it can make this fail. */
export function inspect(content: Buffer): Material {
  const byteOrderMark = content.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]));
  const nothing = { byteOrderMark, blocks: [], certificates: [], keys: [], damaged: [] };
  if (content.length === 0) return { ...nothing, format: 'empty' };
  if (isUtf16(content)) return { ...nothing, format: 'UTF-16 text' };
  const text = content.toString('latin1');
  const blocks = blocksIn(byteOrderMark ? text.slice(3) : text);
  if (blocks.length > 0) return { ...nothing, format: 'PEM', blocks, ...readBlocks(blocks) };
  return { ...nothing, ...binary(content) };
}

function readBlocks(blocks: readonly FoundBlock[]): Pick<Material, 'certificates' | 'keys' | 'damaged'> {
  const keys = blocks.flatMap((block) => (block.der && keyInBlock(block)) ?? []);
  const { certificates, damaged } = readCertificates(
    blocks.flatMap(({ label, der }) => (label === 'CERTIFICATE' && der) || []),
  );
  const cut = blocks.filter(({ der }) => der === undefined).map(({ label }) => label);
  return { certificates, keys, damaged: [...cut, ...damaged] };
}

function readCertificates(ders: readonly Buffer[]): Pick<Material, 'certificates' | 'damaged'> {
  const certificates: FoundCertificate[] = [];
  const damaged: string[] = [];
  for (const der of ders) {
    try {
      certificates.push(inspectCertificate(der));
    } catch {
      damaged.push('CERTIFICATE');
    }
  }
  return { certificates, damaged };
}

type Found = Pick<Material, 'format'> & Partial<Material>;

/** Formats that begin with bytes of their own, the most telling first. */
const BINARIES: readonly ((content: Buffer) => Found | undefined)[] = [
  (content) => ([0xfeedfeed, 0xcececece].includes(content.readUInt32BE(0)) ? { format: 'Java keystore' } : undefined),
  (content) => ({ format: 'DER certificate', certificates: [inspectCertificate(content)] }),
  (content) => {
    const enclosed = certificatesInPkcs7(content);
    if (enclosed === undefined) return undefined;
    return { format: 'PKCS#7', ...readCertificates(enclosed) };
  },
  // PFX begins with version 3 and a ContentInfo (RFC 7292 section 4).
  (content) => {
    const [version, contentInfo] = elementsOf(elementAt(content, 0)!.content);
    const isPfx = version?.tag === 0x02 && version.content.equals(Buffer.from([3])) && contentInfo?.tag === 0x30;
    return isPfx ? { format: 'PKCS#12' } : undefined;
  },
  (content) => {
    const encryption = encryptionIn(content);
    const [first] = elementsOf(elementAt(content, 0)!.content);
    const source = { key: content, format: 'der', type: 'pkcs8' } as const;
    if (first?.tag === 0x30 && encryption)
      return { format: 'DER private key', keys: [{ format: 'PKCS#8', source, encryption }] };
    return first?.tag === 0x02 ? { format: 'DER private key', keys: [{ format: 'PKCS#8', source }] } : undefined;
  },
];

function binary(content: Buffer): Found {
  for (const read of BINARIES) {
    try {
      const found = read(content);
      if (found) return found;
    } catch {
      // It is not of this format: the next one has a look.
    }
  }
  return { format: content.includes(0) ? 'binary' : 'text' };
}

/** With its mark, or as Windows PowerShell writes ASCII text without one: every second byte is zero. */
function isUtf16(content: Buffer): boolean {
  if (content.length < 2) return false;
  const mark = content.readUInt16BE(0);
  if (mark === 0xfffe || mark === 0xfeff) return true;
  const sample = content.subarray(0, 64);
  return sample.length >= 4 && sample.every((byte, index) => index % 2 === 0 || byte === 0);
}
