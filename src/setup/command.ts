import { basename, win32 } from 'node:path';
import { nearest } from '../deployment/nearest.js';
import type { PathStyle } from '../deployment/types.js';
import type { InstallFlag } from '../elastic/flag-types.js';
import { INSTALL_FLAGS, installFlag } from '../elastic/flags.js';
import { CertlabError } from '../errors.js';
import type { Details, Remark, RemarkRule } from './remark.js';
import { type Given, isSecret, lastValues, placed, type Setup } from './setup.js';

type Verb = 'install' | 'enroll';

/** Flags of every command of elastic-agent, before or after its verb (internal/pkg/agent/cmd/common.go:58-73). */
const GLOBAL_FLAGS = new Set(['c', 'config', 'd', 'e', 'environment', 'v']);
const GLOBAL_SWITCHES = new Set(['e', 'v']);
const isGlobal = (name: string): boolean => GLOBAL_FLAGS.has(name) || name.startsWith('path.');

/** Where in the words the program stands and what it is to do; undefined where it is not among them. */
export function programAt(words: readonly string[]): { readonly verb: Verb; readonly behind: number } | undefined {
  const program = words.findIndex((word) => /^elastic-agent(\.exe)?$/i.test(basename(win32.basename(word))));
  if (program === -1) return undefined;
  const verb = words.findIndex((word, index) => index > program && (word === 'install' || word === 'enroll'));
  const between = words.slice(program + 1, verb);
  if (verb === -1 || between.some((word, index) => !word.startsWith('-') && !between[index - 1]?.startsWith('-'))) {
    return undefined;
  }
  return { verb: words[verb] as Verb, behind: verb + 1 };
}

export interface CommandWords {
  readonly source: string;
  readonly words: readonly string[];
  /** Taken from the program's name and the paths where it is not known. */
  readonly style?: PathStyle;
  readonly remarks?: readonly Remark[];
}

/**
 * Reads a command as Elastic Agent's flag library does (github.com/spf13/pflag flag.go): `--flag=value`, `--flag value`,
 * letters behind one dash, the last value wins, and `--` ends the flags.
 *
 * @throws CertlabError ERR_USAGE when the words are no `elastic-agent install` or `elastic-agent enroll`
 */
export function readWords({ source, words, style, remarks = [] }: CommandWords): Setup {
  const place = programAt(words);
  if (place === undefined) {
    throw new CertlabError({
      code: 'ERR_USAGE',
      message: `${source}: there is no elastic-agent install or elastic-agent enroll`,
      hint: 'write the whole command behind --, for example: fleet-certlab check -- elastic-agent install --url=…',
    });
  }
  const parser = new Parser(source, place.verb, words.slice(place.behind));
  parser.run();
  const values = lastValues(parser.given);
  return {
    source,
    form: place.verb,
    style: style ?? styleOf(words),
    given: parser.given,
    values,
    startsFleetServer: values.has('fleet-server-es'),
    remarks: [...remarks, ...parser.remarks],
  };
}

const styleOf = (words: readonly string[]): PathStyle =>
  words.some((word) => /elastic-agent\.exe$/i.test(word) || /(^|=|,)([A-Za-z]:\\|\\\\)/.test(word))
    ? 'windows'
    : 'posix';

/** What a script is called with: nobody knows it here. */
const PARAMETERS = new Set(['$@', '$*', '@args']);

class Parser {
  readonly given: Given[] = [];
  readonly remarks: Remark[] = [];
  private readonly source: string;
  private readonly verb: Verb;
  private readonly rest: string[];

  constructor(source: string, verb: Verb, words: readonly string[]) {
    this.source = source;
    this.verb = verb;
    this.rest = [...words];
  }

  run(): void {
    for (let word = this.rest.shift(); word !== undefined; word = this.rest.shift()) {
      if (word === '--') {
        for (const argument of this.rest.splice(0)) this.stray(argument);
      } else if (PARAMETERS.has(word)) continue;
      else if (word.startsWith('--')) this.long(word);
      else if (word.startsWith('-') && word.length > 1) this.letters(word);
      // A hyphen, a dash, a bar or a minus sign that is none of ASCII.
      else if (/^[\u2010-\u2015\u2212]/.test(word)) this.report('flag-dash', word.split('=')[0]!);
      else this.stray(word);
    }
  }

  /** A word that is left over behind a secret is a part of it, most likely. */
  private stray(word: string): void {
    const last = this.given.at(-1);
    this.report('stray-argument', last && isSecret(last.flag) ? `behind ${last.label}` : word);
  }

  private long(word: string): void {
    const [, name = '', value] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (isGlobal(name)) {
      if (value === undefined && !GLOBAL_SWITCHES.has(name)) this.rest.shift();
      return;
    }
    const flag = installFlag(name);
    if (flag === undefined || flag.name !== name || (flag.installOnly && this.verb === 'enroll')) {
      this.unknown(name, flag);
      // It would have had a value, most likely.
      if (value === undefined && this.rest[0] !== undefined && !this.rest[0].startsWith('-')) this.rest.shift();
      return;
    }
    this.take(flag, `--${name}`, value);
  }

  private letters(word: string): void {
    let row = word.slice(1);
    while (row !== '') {
      const letter = row[0]!;
      const behind = row.slice(1);
      if (isGlobal(letter)) {
        if (behind === '' && !GLOBAL_SWITCHES.has(letter)) this.rest.shift();
        return;
      }
      const flag = installFlag(letter);
      if (flag?.shorthand !== letter || (flag.installOnly && this.verb === 'enroll')) {
        this.report('shorthand-unknown', word.split('=')[0]!, { letter, word });
        return;
      }
      if (flag.kind === 'switch' && !behind.startsWith('=')) {
        this.take(flag, `-${letter}`, undefined);
        row = behind;
      } else {
        this.take(flag, `-${letter}`, behind === '' ? undefined : behind.replace(/^=/, ''));
        return;
      }
    }
  }

  private take(flag: InstallFlag, label: string, value: string | undefined): void {
    if (value !== undefined || flag.kind === 'switch') {
      this.given.push({ flag, label, value: value ?? 'true' });
      return;
    }
    const next = this.rest.shift();
    if (next === undefined) this.report('flag-value-missing', label, { flag: flag.name });
    else {
      if (/^--[a-z]/.test(next)) this.report('flag-swallows-flag', label, {}, next.split('=')[0]);
      this.given.push({ flag, label, value: next });
    }
  }

  private unknown(name: string, flag: InstallFlag | undefined): void {
    const known = INSTALL_FLAGS.map((one) => one.name);
    const other = flag?.installOnly ? undefined : nearest(name, known);
    const detail = flag?.installOnly ? 'enroll has no such flag, install has' : other && `did you mean --${other}?`;
    this.report('flag-unknown', `--${name}`, { flag: name }, detail);
  }

  private report(rule: RemarkRule, where: string, values: Record<string, string> = {}, detail?: string): void {
    const details: Details = { values, detail };
    this.remarks.push({ rule, where: placed(this.source, where), details });
  }
}
