/** What a server says in the clear before TLS 1.3: everything up to its ServerHelloDone, or the alert it ends with. */
export interface ServerFlight {
  /** Version on the wire, e.g. 0x0303; undefined when the server refused before its hello. */
  readonly version?: number;
  /** DER of the certificates, in the order they were sent. */
  readonly chain: readonly Buffer[];
  /** DER of the names of authorities in the CertificateRequest; undefined when no certificate was asked for. */
  readonly requested?: readonly Buffer[];
  /** AlertDescription (RFC 5246 section 7.2) of a refusal. */
  readonly alert?: number;
}

/** The answer is no TLS, or no TLS that a server may send. */
export class NotTls extends Error {}

/** A server's certificates and its list of authorities fit into this many times over. */
export const MOST_FLIGHT_BYTES = 256 * 1024;

const ALERT = 21;
const HANDSHAKE = 22;
/** RFC 5246 section 6.2.1; more would be ciphertext, and nothing is encrypted yet. */
const MOST_RECORD_BYTES = 2 ** 14;

/**
 * Reads what has arrived so far.
 *
 * @returns undefined while the flight is not complete
 * @throws NotTls for anything that is no first flight of a TLS server
 */
export function parseFlight(bytes: Buffer): ServerFlight | undefined {
  if (bytes.length > MOST_FLIGHT_BYTES) throw new NotTls('the server sent more than a handshake takes');
  const { handshake, alert } = splitRecords(bytes);
  const flight = readMessages(handshake);
  if (alert !== undefined) return { ...flight.seen, alert };
  return flight.complete ? flight.seen : undefined;
}

/** Handshake messages may span records and share them: they are read from the records' contents put together. */
function splitRecords(bytes: Buffer): { handshake: Buffer; alert?: number } {
  const fragments: Buffer[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const type = bytes[offset];
    if (type !== HANDSHAKE && type !== ALERT) throw new NotTls(describeStart(bytes.subarray(offset)));
    if (offset + 5 > bytes.length) break;
    const length = bytes.readUInt16BE(offset + 3);
    if (bytes[offset + 1] !== 3 || length > MOST_RECORD_BYTES) throw new NotTls('the answer is no TLS record');
    const content = bytes.subarray(offset + 5, offset + 5 + length);
    if (content.length < length) break;
    if (type === ALERT) return { handshake: Buffer.concat(fragments), alert: content[1] ?? 0 };
    fragments.push(content);
    offset += 5 + length;
  }
  return { handshake: Buffer.concat(fragments) };
}

function describeStart(bytes: Buffer): string {
  return bytes.subarray(0, 5).toString('latin1') === 'HTTP/'
    ? 'the server answers plain HTTP'
    : 'the answer is not TLS';
}

interface Seen {
  version?: number;
  chain: Buffer[];
  requested?: Buffer[];
}

/** One row for each message that tells something (RFC 5246 section 7.4). */
const MESSAGES: Readonly<Record<number, (seen: Seen, body: Reader) => void>> = {
  2: (seen, body) => {
    seen.version = body.number(2);
  },
  11: (seen, body) => {
    seen.chain = body.vector(3).vectors(3);
  },
  13: (seen, body) => {
    body.vector(1);
    // Signature algorithms came with TLS 1.2.
    if (seen.version === 0x0303) body.vector(2);
    seen.requested = body.vector(2).vectors(2);
  },
};
const SERVER_HELLO_DONE = 14;

function readMessages(bytes: Buffer): { seen: Seen; complete: boolean } {
  const seen: Seen = { chain: [] };
  const reader = new Reader(bytes);
  while (reader.left >= 4) {
    const type = reader.number(1);
    const length = reader.number(3);
    if (length > MOST_FLIGHT_BYTES) throw new NotTls('a handshake message is longer than any is');
    if (length > reader.left) break;
    if (type === SERVER_HELLO_DONE) return { seen, complete: true };
    const body = new Reader(reader.take(length));
    MESSAGES[type]?.(seen, body);
  }
  return { seen, complete: false };
}

/** Takes numbers and length-prefixed vectors off the front of a message (RFC 5246 section 4.3). */
class Reader {
  readonly #bytes: Buffer;
  #offset = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#offset;
  }

  take(length: number): Buffer {
    if (length > this.left) throw new NotTls('a handshake message is cut off');
    this.#offset += length;
    return this.#bytes.subarray(this.#offset - length, this.#offset);
  }

  number(size: number): number {
    return this.take(size).readUIntBE(0, size);
  }

  vector(size: number): Reader {
    return new Reader(this.take(this.number(size)));
  }

  /** Vectors with lengths of `size` octets, up to the end. */
  vectors(size: number): Buffer[] {
    const found: Buffer[] = [];
    while (this.left > 0) found.push(this.take(this.number(size)));
    return found;
  }
}
