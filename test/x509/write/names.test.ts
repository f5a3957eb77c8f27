import { describe, expect, it } from 'vitest';
import { encodeName, formatName } from '../../../src/x509/write/names.js';

const cn = (commonName: string) => ({ commonName });

describe('a subject', () => {
  it('is encoded as O, OU, CN in UTF8String, whatever the order it was given in', () => {
    const der = encodeName({ commonName: 'é', organizationalUnit: 'u', organization: 'o' });
    const attributes = ['310a3008060355040a0c016f', '310a3008060355040b0c0175', '310b300906035504030c02c3a9'];
    expect(der.toString('hex')).toBe(`3025${attributes.join('')}`);
  });

  it.each([64, 63])('may have %d characters', (length) => {
    expect(() => encodeName(cn('ü'.repeat(length)))).not.toThrow();
  });

  it('counts characters, not UTF-16 units', () => {
    expect(() => encodeName(cn('😀'.repeat(64)))).not.toThrow();
  });

  it.each([
    ['65 characters', 'x'.repeat(65), 'more than 64 characters'],
    ['no character', '', 'is empty'],
    ['only spaces', '  ', 'is empty'],
    ['a leading space', ' x', 'begins or ends with a space'],
    ['a trailing space', 'x ', 'begins or ends with a space'],
    ['NUL', 'a\0b', 'control or invisible'],
    ['a line break', 'a\nb', 'control or invisible'],
    ['a zero-width space', 'a\u200bb', 'control or invisible'],
    ['a right-to-left override', 'a\u202eb', 'control or invisible'],
    ['half a surrogate pair', 'a\ud800b', 'control or invisible'],
  ])('with %s is refused', (_, name, message) => {
    expect(() => encodeName(cn(name))).toThrow(message);
    expect(() => encodeName({ organization: name, commonName: 'x' })).toThrow(message);
    expect(() => encodeName({ organizationalUnit: name, commonName: 'x' })).toThrow(message);
  });

  it('is named in one line by the refusal, whatever it holds', () => {
    expect(() => encodeName(cn('a\r\nb'))).toThrow(/^[\x20-\x7e]+$/);
  });
});

describe('a subject as text', () => {
  it('begins with the most specific attribute', () => {
    const name = { organization: 'fleet', organizationalUnit: 'agent-cert', commonName: 'web-01' };
    expect(formatName(name)).toBe('CN=web-01,OU=agent-cert,O=fleet');
  });

  it('escapes what RFC 4514 reserves', () => {
    expect(formatName(cn('a,b+c"d\\e<f>g;h=i'))).toBe('CN=a\\,b\\+c\\"d\\\\e\\<f\\>g\\;h=i');
    expect(formatName(cn('#a#'))).toBe('CN=\\#a#');
  });
});
