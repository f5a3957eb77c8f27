import { describe, expect, it } from 'vitest';
import { encodeAltNames } from '../../../src/x509/write/altnames.js';

const dns = (value: string) => encodeAltNames([{ type: 'dns', value }]);
const ip = (value: string) => encodeAltNames([{ type: 'ip', value }]).toString('hex');
const label = (length: number) => 'a'.repeat(length);

describe('a DNS name', () => {
  it('is the IA5String of its A-labels under tag 2', () => {
    expect(dns('ab.c').toString('hex')).toBe('3006820461622e63');
  });

  it.each([
    'localhost',
    'web-01',
    'fleet.example.com',
    '*.fleet.example.com',
    '*.es.local',
    'xn--bcher-kva.example',
    '1.example',
    `${label(63)}.example`,
    [label(63), label(63), label(63), label(61)].join('.'),
  ])('may be %s', (name) => {
    expect(dns(name).subarray(-name.length).toString('latin1')).toBe(name);
  });

  it.each([
    ['empty', ''],
    ['a lone wildcard', '*'],
    ['a wildcard above a top-level domain', '*.local'],
    ['a wildcard inside', 'a.*.example.com'],
    ['a wildcard within a label', 'w*.example.com'],
    ['two wildcards', '*.*.example.com'],
    ['a trailing dot', 'es.local.'],
    ['a leading dot', '.es.local'],
    ['two dots', 'es..local'],
    ['upper case', 'Es.local'],
    ['an underscore', 'es_1.local'],
    ['a leading hyphen', '-es.local'],
    ['a trailing hyphen', 'es-.local'],
    ['a label of 64', `${label(64)}.example`],
    ['254 characters', [label(63), label(63), label(63), label(62)].join('.')],
    ['a U-label', 'bücher.example'],
    ['broken punycode', 'xn--a.example'],
    ['white space', 'es local'],
    ['a tab', 'es\tlocal'],
    ['a line break', 'es\nlocal'],
    ['NUL', 'es\0.local'],
    ['a zero-width space', 'es\u200b.local'],
    ['a URL', 'https://es.local'],
    ['a port', 'es.local:9200'],
    ['a path', 'es.local/x'],
    ['an IPv4 address', '10.0.0.1'],
    ['an IPv6 address', '::1'],
    ['a number at the end', 'es.1'],
  ])('with or being %s is refused', (_, name) => {
    expect(() => dns(name)).toThrow(/^DNS name ".*" /);
  });
});

describe('an IP address', () => {
  it.each([
    ['10.1.2.3', '0a010203'],
    ['255.255.255.255', 'ffffffff'],
    ['0.0.0.0', '00000000'],
    ['::', '00000000000000000000000000000000'],
    ['::1', '00000000000000000000000000000001'],
    ['1::', '00010000000000000000000000000000'],
    ['2001:db8::7', '20010db8000000000000000000000007'],
    ['2001:DB8:0:1:2:3:4:5', '20010db8000000010002000300040005'],
    ['64:ff9b::10.1.2.3', '0064ff9b0000000000000000' + '0a010203'],
    ['1:2:3:4:5:6:7::', '00010002000300040005000600070000'],
  ])('%s is the octets in network order', (address, octets) => {
    const length = octets.length / 2;
    const hex = (n: number) => n.toString(16).padStart(2, '0');
    expect(ip(address)).toBe(`30${hex(length + 2)}87${hex(length)}${octets}`);
  });

  it.each([
    ['empty', ''],
    ['too big', '10.0.0.256'],
    ['octal', '010.0.0.1'],
    ['hexadecimal', '0x7f.0.0.1'],
    ['short', '127.1'],
    ['a network', '10.0.0.0/8'],
    ['with a zone', 'fe80::1%eth0'],
    ['in brackets', '[::1]'],
    ['not hexadecimal', 'zzzz::1'],
    ['nine groups', '1:2:3:4:5:6:7:8:9'],
    ['with two gaps', '::1::'],
    ['a name', 'localhost'],
    ['padded', ' 10.0.0.1'],
  ])('that is %s is refused', (_, address) => {
    expect(() => ip(address)).toThrow('is neither IPv4 nor IPv6');
  });

  it.each(['::ffff:10.0.0.1', '::ffff:a00:1', '0:0:0:0:0:FFFF:0a00:0001'])(
    '%s, an IPv4 address in IPv6 form, is refused',
    (address) => {
      expect(() => ip(address)).toThrow('is an IPv4 address in IPv6 form');
    },
  );
});

describe('the list of names', () => {
  it('keeps its order', () => {
    const names = [
      { type: 'ip', value: '10.0.0.1' },
      { type: 'dns', value: 'a' },
    ] as const;
    expect(encodeAltNames(names).toString('hex')).toBe('300987040a000001820161');
  });

  it('must not be empty', () => {
    expect(() => encodeAltNames([])).toThrow('needs a subject alternative name');
  });

  it('holds no name twice, in whatever spelling', () => {
    const twice = [
      { type: 'ip', value: '::1' },
      { type: 'ip', value: '0:0:0:0:0:0:0:1' },
    ] as const;
    expect(() => encodeAltNames(twice)).toThrow('is given twice');
  });
});
