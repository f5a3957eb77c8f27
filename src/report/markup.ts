import { escapeXml } from '../text/quote.js';

/** Text that already is HTML or SVG. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

export type Part = string | number | Markup | undefined | readonly Part[];

/** HTML or SVG from a template: every value is escaped unless it is markup itself, so no name can become an element. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(
    strings.map((string, index) => string + (index < parts.length ? render(parts[index]) : '')).join(''),
  );
}

function render(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(render).join('');
  return escapeXml(visible(String(part)));
}

/** Controls, marks that turn the direction of text, lone surrogates and what XML cannot hold (XML 1.0 section 2.2). */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\ufffe\uffff]/gu;

/** Shows what a file name from a foreign zip may hide, as its code point. */
const visible = (text: string): string =>
  text.replace(INVISIBLE, (one) => (one === '\n' || one === '\t' ? one : `\\u{${one.codePointAt(0)!.toString(16)}}`));
