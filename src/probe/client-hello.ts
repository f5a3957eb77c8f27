import { isIP } from 'node:net';

/** Versions before TLS 1.3, whose certificates travel in the clear, as the numbers on the wire (RFC 5246 appendix A.1). */
export const CLEAR_VERSIONS = { TLSv1: 0x0301, 'TLSv1.1': 0x0302, 'TLSv1.2': 0x0303 } as const;
export type ClearVersion = keyof typeof CLEAR_VERSIONS;

/** What servers of the last twenty years choose from: ECDHE with AES-GCM, ChaCha20 and CBC, then RSA key exchange. */
const CIPHER_SUITES = [
  0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc009, 0xc013, 0xc00a, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035,
  0x000a,
];
/** x25519, secp256r1, secp384r1, secp521r1. */
const GROUPS = [0x001d, 0x0017, 0x0018, 0x0019];
/** ECDSA, RSA-PSS, RSA PKCS#1 with SHA-256, 384, 512; Ed25519; SHA-1 last, so that old servers answer too. */
const SIGNATURE_SCHEMES = [
  0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0807, 0x0203, 0x0201,
];

/**
 * The record with which a client begins a handshake of exactly one version (RFC 5246 section 7.4.1.2).
 *
 * @param serverName host as in the URL; an address is left out of the server name extension (RFC 6066 section 3)
 * @param random 32 octets
 */
export function clientHello(version: ClearVersion, serverName: string, random: Buffer): Buffer {
  const number = u16(CLEAR_VERSIONS[version]);
  const extensions = [
    ...(isIP(serverName) ? [] : [extension(0x0000, vector(2, Buffer.of(0), vector(2, Buffer.from(serverName))))]),
    extension(0x000a, vector(2, ...GROUPS.map(u16))),
    // Uncompressed points only.
    extension(0x000b, vector(1, Buffer.of(0))),
    ...(version === 'TLSv1.2' ? [extension(0x000d, vector(2, ...SIGNATURE_SCHEMES.map(u16)))] : []),
    // Extended master secret and secure renegotiation, which some servers insist on.
    extension(0x0017, Buffer.alloc(0)),
    extension(0xff01, vector(1)),
  ];
  const hello = Buffer.concat([
    number,
    random,
    vector(1),
    vector(2, ...CIPHER_SUITES.map(u16)),
    vector(1, Buffer.of(0)),
    vector(2, ...extensions),
  ]);
  const message = Buffer.concat([Buffer.of(1), vector(3, hello)]);
  return Buffer.concat([Buffer.of(22), u16(CLEAR_VERSIONS.TLSv1), vector(2, message)]);
}

const extension = (type: number, content: Buffer): Buffer => Buffer.concat([u16(type), vector(2, content)]);

function u16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16BE(value);
  return buffer;
}

/** Parts behind their common length, which takes `size` octets. */
function vector(size: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length = Buffer.alloc(size);
  length.writeUIntBE(content.length, 0, size);
  return Buffer.concat([length, content]);
}
