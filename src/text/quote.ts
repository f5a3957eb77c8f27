import { CertlabError } from '../errors.js';

/** Half of a surrogate pair: no encoding of files can carry it. */
const LONE_SURROGATE = /\p{Cs}/u;

/** What each language has no way to write, not even escaped. */
const UNWRITABLE = {
  'a word of sh': /\0/,
  'a string of PowerShell': /\0/,
  'a value of an environment file': /[\0\r\n]/,
  Markdown: /\p{Cc}/u,
  // XML 1.0 section 2.2, production Char.
  XML: /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/,
  YAML: /(?!)/,
} as const;

function refuseUnwritable(text: string, language: keyof typeof UNWRITABLE): void {
  const unwritable = LONE_SURROGATE.exec(text) ?? UNWRITABLE[language].exec(text);
  if (!unwritable) return;
  // The character alone: the text around it may be a secret.
  const code = unwritable[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  throw new CertlabError({
    code: 'ERR_INPUT',
    message: `the character U+${code} cannot be part of ${language}`,
    hint: 'leave it out',
  });
}

/** Means itself in sh, wherever it stands behind the first word of a command. */
const PLAIN_WORD = /^[A-Za-z0-9_@%+=:,./-]+$/;

/**
 * One word of POSIX sh (Shell Command Language section 2.2.2), unquoted where every character means itself.
 *
 * @throws CertlabError ERR_INPUT for NUL and lone surrogates
 */
export function quotePosix(text: string): string {
  refuseUnwritable(text, 'a word of sh');
  return PLAIN_WORD.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * A single-quoted string of PowerShell. Its typographic quotation marks end such a string as well as the straight one
 * does, and two of any of them stand for one (PowerShell language specification section 2.3.5.2).
 *
 * @throws CertlabError ERR_INPUT for NUL and lone surrogates
 */
export function quotePowerShell(text: string): string {
  refuseUnwritable(text, 'a string of PowerShell');
  return `'${text.replaceAll(/['\u2018-\u201b]/g, '$&$&')}'`;
}

/** Words and paths. A digit outside of an absolute path could make a number of it for one of YAML's many readers. */
const PLAIN_SCALAR = /^(?:[A-Za-z][A-Za-z_./-]*|\/[A-Za-z0-9_./-]*)$/;
/** Words that YAML 1.1, which Elasticsearch reads, or YAML 1.2 take for something else than text. */
const YAML_WORDS = /^(true|false|yes|no|on|off|y|n|null)$/i;

/**
 * A YAML scalar that both versions of YAML read as this text: plain where that is safe, else double-quoted.
 *
 * @throws CertlabError ERR_INPUT for lone surrogates
 */
export function quoteYaml(text: string): string {
  refuseUnwritable(text, 'YAML');
  if (PLAIN_SCALAR.test(text) && !YAML_WORDS.test(text)) return text;
  // JSON leaves these as they are; YAML allows none of them unescaped (YAML 1.2.2, productions c-printable and b-char).
  return JSON.stringify(text).replaceAll(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * The value in a line `NAME=value` of a file that Compose reads as `env_file`: unquoted where nothing is special, else in
 * single quotes, between which Compose expands nothing and takes `\'` for a quotation mark. `docker run --env-file` knows
 * no quotes, so only unquoted values mean the same to both.
 *
 * @throws CertlabError ERR_INPUT for line breaks, NUL, lone surrogates, and a backslash where it would escape a quote
 */
export function quoteEnvFile(text: string): string {
  refuseUnwritable(text, 'a value of an environment file');
  if (text === '' || PLAIN_WORD.test(text)) return text;
  if (/\\('|$)/.test(text)) {
    throw new CertlabError({
      code: 'ERR_INPUT',
      message: 'a value of an environment file can hold no backslash before a quotation mark or at its end',
      hint: 'leave the backslash out',
    });
  }
  return `'${text.replaceAll("'", "\\'")}'`;
}

const ASCII_PUNCTUATION = /[!-/:-@[-`{-~]/g;

/**
 * Text that means itself in Markdown, also in headings and in the cells of tables (CommonMark 0.31 section 2.4).
 *
 * @throws CertlabError ERR_INPUT for control characters, line breaks among them, and lone surrogates
 */
export function escapeMarkdown(text: string): string {
  refuseUnwritable(text, 'Markdown');
  return text.replaceAll(ASCII_PUNCTUATION, '\\$&');
}

/**
 * Text as a Markdown code span, also in the cells of tables (CommonMark 0.31 section 6.1).
 *
 * @throws CertlabError ERR_INPUT for control characters, line breaks among them, and lone surrogates
 */
export function markdownCode(text: string): string {
  refuseUnwritable(text, 'Markdown');
  // A bar ends a cell even inside a code span, and escaping it shows the backslash wherever there is no table.
  if (text === '' || text.includes('|')) return `<code>${text.replaceAll(ASCII_PUNCTUATION, entity)}</code>`;
  const longestRun = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longestRun + 1);
  // One space is taken off both ends of a span that begins and ends with one and is not all spaces.
  const padding = /^`|`$|^ .*[^ ].* $/su.test(text) ? ' ' : '';
  return fence + padding + text + padding + fence;
}

const entity = (character: string): string => `&#${character.charCodeAt(0)};`;

/**
 * Text or an attribute's value in HTML and SVG. White space other than the space is escaped too, because attributes are
 * normalised (XML 1.0 section 3.3.3).
 *
 * @throws CertlabError ERR_INPUT for control characters that XML cannot hold, and lone surrogates
 */
export function escapeXml(text: string): string {
  refuseUnwritable(text, 'XML');
  return text.replaceAll(/[&<>"'\t\n\r]/g, entity);
}
