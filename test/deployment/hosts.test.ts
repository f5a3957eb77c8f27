import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkEntryNames } from '../../src/bundle/entry-names.js';
import { BadAnswer } from '../../src/deployment/bad-answer.js';
import { parseHost, parseHostOrWildcard } from '../../src/deployment/hosts.js';
import { parseAgentName, parseDeploymentName, parsePolicyId } from '../../src/deployment/names.js';
import { hostId } from '../../src/plan/subjects.js';
import { encodeAltNames } from '../../src/x509/write/altnames.js';

const label = (length: number) => 'a'.repeat(length);
const longest = [label(63), label(63), label(63), label(61)].join('.');

describe('a host', () => {
  it.each([
    ['fleet.example.com', 'fleet.example.com'],
    ['FLEET.Example.COM', 'fleet.example.com'],
    ['fleet.example.com.', 'fleet.example.com'],
    ['localhost', 'localhost'],
    ['es-01', 'es-01'],
    ['ab--cd.example', 'ab--cd.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['BÜCHER.example', 'xn--bcher-kva.example'],
    ['bu\u0308cher.example', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['faß.example', 'xn--fa-hia.example'],
    ['1.example', '1.example'],
    [longest, longest],
    ['192.0.2.7', '192.0.2.7'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['::1', '::1'],
    ['64:ff9b::192.0.2.1', '64:ff9b::c000:201'],
  ])('%s is %s', (text, canonical) => {
    expect(parseHost(text)).toBe(canonical);
  });

  it.each([
    ['', /empty/],
    [' es.example', /white space/],
    ['es example', /white space/],
    ['es\nexample', /control/],
    ['es\0example', /control/],
    ['es\u200b.example', /invisible/],
    ['es\u202e.example', /invisible/],
    ['es\u00ad.example', /invisible/],
    ['es_01.example', /underscore/],
    ['https://es.example', /URL/],
    ['es.example/path', /slash/],
    ['192.0.2.0/24', /slash/],
    ['es.example:9200', /port/],
    ['[::1]', /bracket/],
    ['fe80::1%eth0', /percent/],
    ['fe80::1%25eth0', /percent/],
    ['1::2::3', /no IPv6/],
    ['12345::1', /no IPv6/],
    ['::ffff:192.0.2.7', /IPv4 address in IPv6 form/],
    ['::ffff:c000:207', /IPv4 address in IPv6 form/],
    ['::', /nobody can dial/],
    ['0.0.0.0', /nobody can dial/],
    ['127.1', /no IPv4/],
    ['010.0.0.1', /no IPv4/],
    ['0x7f.1', /no IPv4/],
    ['0x7f000001', /no IPv4/],
    ['2130706433', /no IPv4/],
    ['123.456', /no IPv4/],
    ['256.0.0.1', /no IPv4/],
    ['1.2.3.4.5', /no IPv4/],
    ['web.01', /no IPv4/],
    ['a..b', /empty label/],
    ['.example', /empty label/],
    ['..', /empty label/],
    ['es.example..', /empty label/],
    ['-es.example', /dash/],
    ['es-.example', /dash/],
    ['-rf', /dash/],
    [`${label(64)}.example`, /63/],
    [`a${longest}`, /63|253/],
    [`a.${longest}`, /253/],
    ['*.example.com', /wildcard/],
    ['es.*.example', /wildcard/],
    ['xn--a.example', /DNS can carry/],
    ['xn--zzzzzz99999.example', /DNS can carry/],
    ['\uff45\uff53.example', /stand for others/],
    ['１.example', /stand for others/],
    ['ﬁle.example', /stand for others/],
    ['a\u3002b', /holds/],
    ['es;reboot', /";"/],
    ["es'", /"'"/],
    ['es"', /holds/],
    ['$(reboot)', /holds/],
    ['`reboot`', /holds/],
    ['es\u2019', /holds/],
    ['es\\example', /holds/],
    ['user@es', /"@"/],
  ])('%j is refused', (text, reason) => {
    expect(() => parseHost(text)).toThrow(reason);
  });

  it.each([
    ['*.es.example', '*.es.example'],
    ['*.ES.bücher.example', '*.es.xn--bcher-kva.example'],
    ['es.example', 'es.example'],
    ['192.0.2.7', '192.0.2.7'],
  ])('may hold a wildcard as its first label where certificates are named: %s', (text, canonical) => {
    expect(parseHostOrWildcard(text)).toBe(canonical);
  });

  it.each([
    '*',
    '*.',
    '*.local',
    '*.192.0.2.7',
    '**.es.example',
    'w*.es.example',
    '*w.es.example',
    'es.*.example',
    '*.*.example.com',
    '*.[::1]',
  ])('holds no wildcard like %s', (text) => {
    expect(() => parseHostOrWildcard(text)).toThrow(BadAnswer);
  });
});

describe('an agent name', () => {
  it.each([
    ['web-01', 'web-01'],
    ['WEB-01', 'web-01'],
    ['db.example.com', 'db.example.com'],
    ['con-1', 'con-1'],
    ['console', 'console'],
  ])('%s is %s', (text, canonical) => {
    expect(parseAgentName(text)).toBe(canonical);
  });

  it.each([
    'a/b',
    '..',
    '.',
    'a\u0007',
    'a"b',
    "a'b",
    'a`b',
    'a b',
    '',
    label(300),
    'CON',
    'nul.example',
    'com1',
    'LPT9.txt',
    '10.0.0.5',
    '::1',
    '-rf',
    'a_b',
    '*.a.b',
    '$(x)',
    'a\\b',
    'C:',
  ])('is not %j', (text) => {
    expect(() => parseAgentName(text)).toThrow(BadAnswer);
  });
});

describe('a deployment name', () => {
  it.each(['fleet', 'Fleet_2.prod', 'a', '7', label(64)])('may be %s', (text) => {
    expect(parseDeploymentName(text)).toBe(text);
  });

  it.each([
    '',
    '.',
    '..',
    '-a',
    'a-',
    'a.',
    'a/b',
    'a\\b',
    'a b',
    'ä',
    'a\n',
    label(65),
    'con',
    'NUL.x',
    'a"',
    '~',
    'a:b',
  ])('is not %j', (text) => {
    expect(() => parseDeploymentName(text)).toThrow(BadAnswer);
  });
});

it.each(['', 'a b', "x'", '../x', '-x', 'a\n', label(256)])('a policy id is not %j', (text) => {
  expect(() => parsePolicyId(text)).toThrow(BadAnswer);
});

/** Strings near to names, so that many are accepted, and wild ones. */
const almostNames = fc.oneof(
  fc.domain(),
  fc.ipV4(),
  fc.ipV6(),
  fc.string({ unit: fc.constantFrom(...'aZ0-.*_ü日ßﬁ１\u200d:'), maxLength: 70 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

/** What a parser makes of the text, undefined when it refuses. */
function accepted(parse: (text: string) => string, text: string): string | undefined {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof BadAnswer) return undefined;
    throw error;
  }
}

describe('whatever text is accepted', () => {
  it.each([
    ['as a host', parseHost],
    ['as a host or wildcard', parseHostOrWildcard],
    ['as an agent name', parseAgentName],
  ])('%s can be encoded into a certificate, and is its own canonical form', (_what, parse) => {
    fc.assert(
      fc.property(almostNames, (text) => {
        const name = accepted(parse, text);
        fc.pre(name !== undefined);
        encodeAltNames([{ type: isIP(name) ? 'ip' : 'dns', value: name }]);
        expect(parse(name)).toBe(name);
      }),
      { numRuns: 2000, maxSkipsPerRun: 1000 },
    );
  });

  it('as a name of an agent or deployment can name a file in a zip', () => {
    fc.assert(
      fc.property(almostNames, (text) => {
        const agent = accepted(parseAgentName, text);
        if (agent !== undefined) checkEntryNames([agent, hostId('agent', agent)]);
        const deployment = accepted(parseDeploymentName, text);
        if (deployment !== undefined) checkEntryNames([deployment]);
      }),
      { numRuns: 3000 },
    );
  });
});
