import { expect, it } from 'vitest';
import { parseEndpoint } from '../../src/deployment/endpoints.js';

const parse = parseEndpoint(443);

it.each([
  ['https://fleet.example.com:8220', 'https://fleet.example.com:8220', 'fleet.example.com', 8220],
  ['https://fleet.example.com', 'https://fleet.example.com:443', 'fleet.example.com', 443],
  ['HTTPS://Fleet.Example.com:8220/', 'https://fleet.example.com:8220', 'fleet.example.com', 8220],
  ['https://fleet.example.com.:8220', 'https://fleet.example.com:8220', 'fleet.example.com', 8220],
  ['https://192.0.2.7:1', 'https://192.0.2.7:1', '192.0.2.7', 1],
  ['https://[2001:DB8::1]:65535', 'https://[2001:db8::1]:65535', '2001:db8::1', 65_535],
  ['https://[::1]', 'https://[::1]:443', '::1', 443],
  ['https://bücher.example', 'https://xn--bcher-kva.example:443', 'xn--bcher-kva.example', 443],
])('%s is the endpoint %s', (text, url, host, port) => {
  expect(parse(text)).toEqual({ url, host, port });
});

it.each([
  ['', /does not begin with https/],
  ['fleet.example.com:8220', /does not begin with https/],
  [' https://fleet.example.com', /does not begin with https/],
  ['ftp://fleet.example.com', /does not begin with https/],
  ['http://fleet.example.com:8220', /not encrypted/],
  ['https://', /empty/],
  ['https://:8220', /empty/],
  ['https://user:word@fleet.example.com', /credentials/],
  ['https://user@fleet.example.com', /credentials/],
  ['https://fleet.example.com/path', /path/],
  ['https://fleet.example.com//', /path/],
  ['https://fleet.example.com\\path', /path/],
  ['https://fleet.example.com?x=1', /query/],
  ['https://fleet.example.com/#x', /fragment/],
  ['https://fleet.example.com:0', /port/],
  ['https://fleet.example.com:99999', /port/],
  ['https://fleet.example.com:65536', /port/],
  ['https://fleet.example.com:', /port/],
  ['https://fleet.example.com:08220', /port/],
  ['https://fleet.example.com:+1', /port/],
  ['https://fleet.example.com:8220:1', /port/],
  ['https://fleet.example.com:82 20', /port/],
  ['https://2001:db8::1', /brackets|port/],
  ['https://[2001:db8::1', /told from its port/],
  ['https://[fleet]:8220', /brackets/],
  ['https://[fe80::1%25eth0]:8220', /percent/],
  ['https://*.example.com', /wildcard/],
  ['https://a_b.example', /underscore/],
  ['https://fleet.example.com\n', /control/],
  ['https://fleet\t.example.com', /control/],
  ['https://127.1:9200', /no IPv4/],
  ['https://010.0.0.1', /no IPv4/],
])('%j is refused', (text, reason) => {
  expect(() => parse(text)).toThrow(reason);
});
