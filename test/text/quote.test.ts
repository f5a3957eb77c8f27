import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { listedWords } from '../../src/setup/shell.js';
import {
  escapeMarkdown,
  escapeXml,
  markdownCode,
  quoteEnvFile,
  quotePosix,
  quotePowerShell,
  quoteYaml,
} from '../../src/text/quote.js';
import { hostileLine, hostileText } from './hostile.js';
import { codeSpans, composeValue, powerShellString, tableCells, withoutEscapes } from './readers.js';

const SHELLS = ['sh', 'dash', 'bash'];
const isInstalled = (program: string) => spawnSync(program, ['-c', ':']).status === 0;
const hasPython = spawnSync('python3', ['-c', 'import xml.etree.ElementTree']).status === 0;

describe('a word of sh', () => {
  for (const shell of SHELLS) {
    it.skipIf(!isInstalled(shell))(`is what ${shell} passes on, whatever it holds`, () => {
      fc.assert(
        fc.property(fc.array(hostileText, { minLength: 1, maxLength: 40 }), (texts) => {
          const input = `printf '%s\\0' ${texts.map(quotePosix).join(' ')}`;
          const { stdout } = spawnSync(shell, [], { input, encoding: 'utf8' });
          expect(stdout.split('\0').slice(0, -1)).toEqual(texts);
        }),
      );
    });
  }

  it('stays as it is where nothing is special', () => {
    const plain = '--certificate-authorities=/etc/fleet-tls/fleet-ca.pem,/etc/fleet-tls/agent-ca.pem';
    expect(quotePosix(plain)).toBe(plain);
    expect(quotePosix('https://fleet.example.com:8220')).toBe('https://fleet.example.com:8220');
  });

  it.each(['', '~', 'a b', '*', '#', '!', '[::1]', '{a,b}', "it's"])(
    'is quoted where sh would change it: %s',
    (text) => {
      expect(quotePosix(text)).toMatch(/^'.*'$/s);
    },
  );
});

describe('a string of PowerShell', () => {
  it('is read back by the rules of its single-quoted strings, whatever it holds', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (text, behind) => {
        const quoted = quotePowerShell(text);
        expect(powerShellString(quoted)).toEqual({ text, rest: '' });
        expect(powerShellString(`${quoted} ${behind}`)).toEqual({ text, rest: ` ${behind}` });
      }),
    );
  });

  it('is one element of an array, as the proof reads it', () => {
    fc.assert(
      fc.property(fc.array(hostileText, { minLength: 1, maxLength: 5 }), (texts) => {
        expect(listedWords(texts.map(quotePowerShell).join(',\r\n  '))).toEqual(texts);
      }),
    );
  });

  it.each(["'", '\u2018', '\u2019', '\u201a', '\u201b'])('doubles the quotation mark %s', (mark) => {
    expect(quotePowerShell(`a${mark}b`)).toBe(`'a${mark}${mark}b'`);
  });
});

describe('a YAML scalar', () => {
  it('is read as the same text by both versions of YAML, wherever a value may stand', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const value = quoteYaml(text);
        for (const version of ['1.1', '1.2'] as const) {
          expect(parse(`key: ${value}\nnext: [${value}, ${value}]\n`, { version })).toEqual({
            key: text,
            next: [text, text],
          });
        }
        expect(value).not.toContain('\n');
      }),
    );
  });

  it.each([
    'e1',
    'yes',
    'No',
    'ON',
    'y',
    'null',
    'True',
    '1e3',
    '0x10',
    '12:30:45',
    '.inf',
    '2026-01-01',
    '',
    '~',
    '<<',
  ])('is quoted where YAML would take it for something else: %s', (text) => {
    expect(quoteYaml(text)).toBe(JSON.stringify(text));
  });

  it('stays as it is where that is safe', () => {
    expect(quoteYaml('certs/es-cert.pem')).toBe('certs/es-cert.pem');
    expect(quoteYaml('/etc/kibana/certs/es-ca.pem')).toBe('/etc/kibana/certs/es-ca.pem');
  });
});

describe('a value of an environment file', () => {
  it('is what Compose reads, or is refused', () => {
    fc.assert(
      fc.property(hostileLine, (text) => {
        if (/\\('|$)/.test(text)) expect(() => quoteEnvFile(text)).toThrow(/backslash/);
        else expect(composeValue(quoteEnvFile(text))).toBe(text);
      }),
    );
  });

  it('is unquoted where `docker run --env-file` must read the same', () => {
    expect(quoteEnvFile('https://fleet.example.com:8220')).toBe('https://fleet.example.com:8220');
    expect(quoteEnvFile('')).toBe('');
  });
});

describe('Markdown', () => {
  it('shows escaped text as it is, in a line and in a cell', () => {
    fc.assert(
      fc.property(hostileLine, hostileLine, (text, other) => {
        expect(withoutEscapes(escapeMarkdown(text))).toBe(text);
        const row = `| ${escapeMarkdown(text)} | ${escapeMarkdown(other)} |`;
        expect(tableCells(row).map(withoutEscapes)).toEqual([text.trim(), other.trim()]);
      }),
    );
  });

  it('shows a code span as it is, in a line and in a cell', () => {
    fc.assert(
      fc.property(hostileLine, hostileLine, (text, other) => {
        expect(codeSpans(`see ${markdownCode(text)} and ${markdownCode(other)}`)).toEqual([text, other]);
        const cells = tableCells(`| ${markdownCode(text)} | ${markdownCode(other)} |`);
        expect(cells.map(codeSpans)).toEqual([[text], [other]]);
      }),
    );
  });

  it('has a plain code span for plain text', () => {
    expect(markdownCode('/etc/fleet-tls/fleet-ca.pem')).toBe('`/etc/fleet-tls/fleet-ca.pem`');
  });
});

describe('XML', () => {
  const xmlText = hostileText.filter((text) => !/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(text));

  it('ends at no text or attribute, and means what was given', () => {
    fc.assert(
      fc.property(xmlText, (text) => {
        const escaped = escapeXml(text);
        expect(escaped).not.toMatch(/[<>"'\r\n\t]/);
        expect(escaped.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(code))).toBe(text);
        expect(escaped.replaceAll(/&#\d+;/g, '')).not.toContain('&');
      }),
    );
  });

  it.skipIf(!hasPython)('is read back by expat [needs python3]', () => {
    const program =
      'import json,sys,xml.etree.ElementTree as e;r=e.fromstring(sys.stdin.buffer.read());json.dump([[c.get("a"),c.text or ""] for c in r],sys.stdout)';
    fc.assert(
      fc.property(fc.array(xmlText, { minLength: 100, maxLength: 100 }), (texts) => {
        const items = texts.map((text) => `<t a="${escapeXml(text)}">${escapeXml(text)}</t>`).join('');
        const { stdout } = spawnSync('python3', ['-c', program], { input: `<r>${items}</r>`, encoding: 'utf8' });
        expect(JSON.parse(stdout)).toEqual(texts.map((text) => [text, text]));
      }),
      { numRuns: 10 },
    );
  });
});

describe('what a language cannot carry is refused', () => {
  const REFUSED: readonly [string, (text: string) => string, string][] = [
    ['NUL in a word of sh', quotePosix, 'a\0b'],
    ['NUL in a string of PowerShell', quotePowerShell, 'a\0b'],
    ['NUL in an environment file', quoteEnvFile, 'a\0b'],
    ['a line break in an environment file', quoteEnvFile, 'a\nB=c'],
    ['a carriage return in an environment file', quoteEnvFile, 'a\r'],
    ['a backslash at the end of a quoted value in an environment file', quoteEnvFile, 'a b\\'],
    ['a line break in Markdown', escapeMarkdown, 'a\nb'],
    ['a line break in a code span', markdownCode, 'a\nb'],
    ['an escape character in XML', escapeXml, 'a\u001b[31m'],
    ...[quotePosix, quotePowerShell, quoteYaml, quoteEnvFile, escapeMarkdown, markdownCode, escapeXml].map(
      (quote): [string, typeof quote, string] => [`half of a surrogate pair by ${quote.name}`, quote, 'a\ud800b'],
    ),
  ];

  it.each(REFUSED)('%s', (_, quote, text) => {
    expect(() => quote(text)).toThrow(expect.objectContaining({ code: 'ERR_INPUT' }));
  });

  it('without telling the text, which may be a secret', () => {
    const attempt = () => quotePosix('hunter2\0');
    expect(attempt).toThrow('the character U+0000 cannot be part of a word of sh');
    expect(attempt).not.toThrow('hunter2');
  });
});
