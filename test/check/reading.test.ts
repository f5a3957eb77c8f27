import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CertlabError } from '../../src/errors.js';
import { readWords } from '../../src/setup/command.js';
import { isEnvironment, readEnvironment } from '../../src/setup/environment.js';
import { commandsIn } from '../../src/setup/script.js';
import { readSettings } from '../../src/setup/settings.js';
import { type Setup, textOf } from '../../src/setup/setup.js';
import { POSIX, readCommand } from '../../src/setup/shell.js';
import { quotePosix } from '../../src/text/quote.js';

const read = (...words: string[]): Setup =>
  readWords({ source: 'command line', words: ['elastic-agent', 'install', ...words] });
const rules = ({ remarks }: Setup) => remarks.map(({ rule }) => rule);

describe('flags are read as Elastic Agent reads them', () => {
  it('a value follows an equals sign or is the next word', () => {
    expect(textOf(read('--url=https://a'), 'url')).toBe('https://a');
    expect(textOf(read('--url', 'https://a'), 'url')).toBe('https://a');
  });

  it('a value may hold equals signs and be empty, which is no value', () => {
    expect(textOf(read('--header=a=b=c'), 'header')).toBe('a=b=c');
    expect(textOf(read('--url='), 'url')).toBeUndefined();
  });

  it('a letter takes what is behind it, an equals sign or the next word', () => {
    for (const words of [['-tT'], ['-t=T'], ['-t', 'T']]) expect(textOf(read(...words), 'enrollment-token')).toBe('T');
  });

  it('switches of one letter may stand in one row, the last with a value', () => {
    const setup = read('-fnt', 'T');
    expect([...setup.values.keys()]).toEqual(['force', 'non-interactive', 'enrollment-token']);
  });

  it('a switch is off when it says so, and takes no word', () => {
    expect(read('--insecure=false').values.has('insecure')).toBe(false);
    expect(rules(read('--insecure', 'false'))).toEqual(['stray-argument']);
    expect(read('--insecure', 'false').values.has('insecure')).toBe(true);
  });

  it('the last value counts', () => {
    expect(textOf(read('--url=https://a', '--url=https://b'), 'url')).toBe('https://b');
  });

  it('two dashes end the flags', () => {
    const setup = read('--', '--url=https://a');
    expect(textOf(setup, 'url')).toBeUndefined();
    expect(rules(setup)).toEqual(['stray-argument']);
  });

  it('flags of every command are passed over, before and behind the verb', () => {
    const words = [
      'elastic-agent',
      '-c',
      'x.yml',
      '--path.home=/x',
      'install',
      '--config',
      'y.yml',
      '-e',
      '--url=https://a',
    ];
    const setup = readWords({ source: 'command line', words });
    expect([textOf(setup, 'url'), rules(setup)]).toEqual(['https://a', []]);
  });

  it('enroll has no flag of install alone', () => {
    const setup = readWords({ source: 'command line', words: ['elastic-agent', 'enroll', '--unprivileged'] });
    expect(setup.remarks.map(({ rule, details }) => [rule, details?.detail])).toEqual([
      ['flag-unknown', 'enroll has no such flag, install has'],
    ]);
  });

  it('an unknown flag names the nearest one', () => {
    expect(read('--elastic-agent-crt=/x').remarks[0]?.details?.detail).toContain('did you mean --elastic-agent-cert?');
  });
});

describe('the program is found', () => {
  it.each([
    ['behind sudo and its flags', ['sudo', '-E', './elastic-agent', 'install', '--url=u']],
    ['behind variables', ['LANG=C', '/opt/Elastic/Agent/elastic-agent', 'enroll', '--url=u']],
    ['on Windows', ['.\\elastic-agent.exe', 'install', '--url=u']],
    ['in a quoted path', ['C:\\Program Files\\Elastic\\Agent\\elastic-agent.exe', 'enroll', '--url=u']],
  ])('%s', (_, words) => {
    expect(textOf(readWords({ source: 'command line', words }), 'url')).toBe('u');
  });

  it.each([
    ['another program', ['curl', 'install']],
    ['no verb', ['elastic-agent', 'status']],
    ['nothing', []],
  ])('and %s is wrong usage', (_, words) => {
    expect(() => readWords({ source: 'command line', words })).toThrow(CertlabError);
  });

  it('paths tell Windows from the rest', () => {
    expect(read('--certificate-authorities=C:\\x\\ca.pem').style).toBe('windows');
    expect(read('--certificate-authorities=/x/ca.pem').style).toBe('posix');
  });
});

describe('no secret is repeated', () => {
  it('when a word is left over behind one', () => {
    const { remarks } = read('--enrollment-token=', 'SECRET', '--fleet-server-service-token', 'A', 'SECRET');
    expect(remarks.map(({ rule }) => rule)).toEqual(['stray-argument', 'stray-argument']);
    expect(JSON.stringify(remarks)).not.toContain('SECRET');
  });
});

describe('scripts', () => {
  const only = (text: string, name = 'install.sh') => {
    const [command, ...others] = commandsIn({ name, text });
    expect(others).toEqual([]);
    return command!;
  };

  it('continue a line behind a backslash', () => {
    const { words, remarks } = only(
      "#!/bin/sh\n# elastic-agent install\nsudo elastic-agent install \\\n  --url='https://a' \\\r\n  -f\necho\n",
    );
    expect([words.slice(2), remarks]).toEqual([['install', '--url=https://a', '-f'], []]);
  });

  it('continue a line behind a backtick in PowerShell', () => {
    const { words, style } = only(".\\elastic-agent.exe install `\n  --url=https://a `\n  --tag='it''s'\n", 'x.ps1');
    expect([words.slice(1), style]).toEqual([['install', '--url=https://a', "--tag=it's"], 'windows']);
  });

  it('may list the words in PowerShell', () => {
    const { words } = only("$command = @(\n  'elastic-agent',\n  'install',\n  '--url=https://a,b'\n)\n", 'x.ps1');
    expect(words).toEqual(['elastic-agent', 'install', '--url=https://a,b']);
  });

  it('may set variables that the command uses', () => {
    expect(only(`CERTS=/etc/tls\nelastic-agent install -a "\${CERTS}/ca.pem"\n`).words.at(-1)).toBe('/etc/tls/ca.pem');
    expect(only("$env:CERTS = 'C:\\tls'\n.\\elastic-agent.exe install -a $env:CERTS\\ca.pem\n").words.at(-1)).toBe(
      'C:\\tls\\ca.pem',
    );
  });

  it('leave what nobody set as it is written', () => {
    expect(only('elastic-agent install -t "$TOKEN"\n').words.at(-1)).toBe('$TOKEN');
  });

  it('end a command at an operator', () => {
    expect(only('elastic-agent install -f && echo --url=x\n').words).toEqual(['elastic-agent', 'install', '-f']);
    expect(only('elastic-agent install -f > log 2>&1\n').words).toEqual(['elastic-agent', 'install', '-f']);
  });

  it.each([
    ['a space behind the backslash', 'elastic-agent install \\ \n  --url=x\n'],
    ['a backslash that is missing', 'elastic-agent install -f\n  --url=x\n'],
    ['a backslash in PowerShell', '.\\elastic-agent.exe install \\\n  --url=x\n'],
  ])('break at %s', (_, text) => {
    const { remarks } = only(text);
    expect(remarks.map(({ rule, where }) => [rule, where])).toEqual([
      ['line-continuation-broken', 'install.sh: line 1'],
    ]);
  });

  it('may hold several commands', () => {
    expect(
      commandsIn({ name: 'x', text: 'elastic-agent install -f\nelastic-agent status\nelastic-agent enroll -f\n' }),
    ).toHaveLength(2);
  });

  it('are read as sh reads them, whatever is quoted', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: 'binary' }).filter((text) => !/[\0\ud800-\udfff]/.test(text)),
          { minLength: 1, maxLength: 5 },
        ),
        (values) => {
          const text = values.map(quotePosix).join(' ');
          expect(readCommand(text, 0, POSIX, new Map()).words).toEqual(values);
        },
      ),
    );
  });

  it('are read as the real sh reads them', () => {
    const text = `printf '%s\\n' a\\ b 'c "d"' "e \\"f\\" \\$g" h'i'"j" \\\n  k`;
    const printed = execFileSync('sh', ['-c', text]).toString().trimEnd().split('\n');
    expect(readCommand(text, 0, POSIX, new Map()).words.slice(2)).toEqual(printed);
  });
});

describe('a container reads its environment', () => {
  const text = 'FLEET_ENROLL=1\nFLEET_URL=https://a:8220\nKIBANA_CA="/x/ca.pem"\n';
  const setup = readEnvironment({ name: 'agent.env', text });

  it('with the variables that stand for others', () => {
    expect([textOf(setup, 'certificate-authorities'), setup.values.get('certificate-authorities')?.label]).toEqual([
      '/x/ca.pem',
      'KIBANA_CA',
    ]);
  });

  it('which is told from a script', () => {
    expect(isEnvironment(text)).toBe(true);
    expect(isEnvironment('FLEET_URL=x elastic-agent install\nFLEET_CA=y')).toBe(true);
    expect(isEnvironment('CERTS=/x\nelastic-agent install -a $CERTS/ca.pem\n')).toBe(false);
  });

  it('and names the variable that was meant', () => {
    const { remarks } = readEnvironment({ name: 'agent.env', text: `${text}FLEET_SERVER_CRT=/x\n` });
    expect(remarks.map(({ rule, details }) => [rule, details?.detail])).toEqual([
      ['variable-unknown', 'did you mean FLEET_SERVER_CERT?'],
    ]);
  });
});

describe('settings that cannot be read', () => {
  const bomb = Array.from({ length: 12 }, (_, i) => `k${i}: &a${i} [${i === 0 ? 'x' : `${`*a${i - 1},`.repeat(9)}`}]`);
  it.each([
    ['an alias without an anchor', '*!'],
    ['an alias of a later anchor', 'a: *b\nb: &b 1'],
    ['aliases that multiply', bomb.join('\n')],
    ['a bracket that stays open', 'a: ['],
    ['a list', '- a'],
    ['nothing', ' \n'],
  ])('for %s are one finding', async (_what, text) => {
    const { settings, remarks } = await readSettings({ name: 'elasticsearch.yml', text });
    expect(settings.size).toBe(0);
    expect(remarks.map(({ rule }) => rule)).toEqual(['es-settings-unreadable']);
  });
});
