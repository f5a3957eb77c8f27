import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_FLIGHT_BYTES, NotTls, parseFlight } from '../../src/probe/server-flight.js';

const record = (type: number, content: Buffer) =>
  Buffer.concat([Buffer.of(type, 3, 3, content.length >> 8, content.length & 0xff), content]);
const message = (type: number, body: Buffer) =>
  Buffer.concat([Buffer.of(type, 0, body.length >> 8, body.length & 0xff), body]);
const HELLO = message(2, Buffer.concat([Buffer.of(3, 3), Buffer.alloc(35)]));
const CERTIFICATE = message(11, Buffer.from('00000700000461626364', 'hex'));
const REQUEST = message(13, Buffer.from('0101000204030006000430023000', 'hex'));
const KEY_EXCHANGE = message(12, Buffer.from('0300', 'hex'));
const DONE = message(14, Buffer.alloc(0));

describe('the first flight of a server', () => {
  it('is read from messages that share a record', () => {
    expect(parseFlight(record(22, Buffer.concat([HELLO, CERTIFICATE, KEY_EXCHANGE, REQUEST, DONE])))).toEqual({
      version: 0x0303,
      chain: [Buffer.from('abcd')],
      requested: [Buffer.from('30023000', 'hex')],
    });
  });

  it('is read the same however the messages are spread over records and however many bytes have come', () => {
    const messages = Buffer.concat([HELLO, CERTIFICATE, KEY_EXCHANGE, REQUEST, DONE]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (size) => {
        const records: Buffer[] = [];
        for (let at = 0; at < messages.length; at += size) records.push(record(22, messages.subarray(at, at + size)));
        const bytes = Buffer.concat(records);
        expect(parseFlight(bytes)?.chain).toEqual([Buffer.from('abcd')]);
        for (let length = 0; length < bytes.length; length++) {
          expect(parseFlight(bytes.subarray(0, length))).toBeUndefined();
        }
      }),
    );
  });

  it('may be an alert', () => {
    expect(parseFlight(record(21, Buffer.of(2, 70)))).toEqual({ chain: [], alert: 70 });
  });

  it.each([
    ['plain HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n'), 'plain HTTP'],
    ['another protocol', Buffer.from('SSH-2.0-OpenSSH'), 'not TLS'],
    ['a record longer than any', Buffer.of(22, 3, 3, 0xff, 0xff), 'no TLS record'],
    ['a message longer than any', record(22, Buffer.of(11, 0xff, 0xff, 0xff)), 'longer than any'],
    ['a message that contradicts its length', record(22, message(11, Buffer.of(0, 0, 9))), 'cut off'],
    ['more bytes than a handshake takes', Buffer.alloc(MOST_FLIGHT_BYTES + 1, 22), 'more than a handshake takes'],
  ])('is not %s', (_, bytes, text) => {
    expect(() => parseFlight(bytes)).toThrow(NotTls);
    expect(() => parseFlight(bytes)).toThrow(text);
  });

  it('may be anything at all without another end than a flight or a refusal', () => {
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => record(22, Buffer.from(bytes))),
      fc
        .uint8Array({ maxLength: 100 })
        .map((bytes) => record(22, Buffer.concat([HELLO, message(13, Buffer.from(bytes))]))),
    );
    fc.assert(
      fc.property(hostile, (bytes) => {
        try {
          parseFlight(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(NotTls);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
