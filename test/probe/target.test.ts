import { describe, expect, it } from 'vitest';
import { nameText } from '../../src/probe/distinguished-name.js';
import { addressOf, parseProxy, parseTarget } from '../../src/probe/target.js';

describe('the address to look at', () => {
  it('has 443 for its port unless it says otherwise, as Elastic Agent has', () => {
    expect(parseTarget('https://fleet.example.com')).toMatchObject({ host: 'fleet.example.com', port: 443 });
    expect(parseTarget('https://fleet.example.com:8220').port).toBe(8220);
  });

  it('may be an IPv6 address', () => {
    expect(parseTarget('https://[2001:db8::1]:8220')).toEqual({
      url: 'https://[2001:db8::1]:8220',
      host: '2001:db8::1',
      port: 8220,
    });
    expect(addressOf({ host: '2001:db8::1', port: 8220 })).toBe('[2001:db8::1]:8220');
  });

  it.each([
    ['http://fleet.example.com:8220', 'https:'],
    ['fleet.example.com:8220', 'https:'],
    ['https://fleet.example.com/path', 'more than a host'],
    ['https://fleet.example.com?x', 'more than a host'],
    ['https://fleet.example.com:0', 'port 0'],
    ['https://', 'not a URL'],
  ])('is not %s', (text, message) => {
    expect(() => parseTarget(text)).toThrow(message);
  });

  it('holds no credentials, and none are echoed', () => {
    expect(() => parseTarget('https://elastic:secret@fleet.example.com')).toThrow('user name or password');
    expect(() => parseProxy('http://me:secret@proxy:3128')).toThrow(/^(?!.*secret)/);
    for (const slip of ['https:/me:secret@host', 'https://me:se/secret@host', 'me:secret@host']) {
      expect(() => parseTarget(slip)).toThrow(/^(?!.*secret)/);
    }
  });
});

describe('a name in a list of authorities', () => {
  it('is written as RFC 4514 says, whatever its strings are encoded as', () => {
    const name = '302f310b3009060355040613024445310f300d060355040a0c064b2c3cc3bc3e310f300d06035504031e060043004e0041';
    expect(nameText(Buffer.from(name, 'hex'))).toBe('CN=CNA,O=K\\,\\<ü\\>,C=DE');
  });

  it('that is none is shown in hex', () => {
    expect(nameText(Buffer.from('30ff', 'hex'))).toBe('#30ff');
  });

  it('carries no control character to the terminal', () => {
    expect(nameText(Buffer.from('300e310c300a06035504030c031b5b41', 'hex'))).toBe('CN=\\1B[A');
  });
});
