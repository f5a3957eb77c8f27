import { quoteYaml } from '../text/quote.js';

/** What a setting can be. Numbers are not among them: no setting written here is one. */
export type YamlValue = string | boolean | readonly YamlValue[] | YamlMapping;
/** Settings by name, in the order they are written. */
export interface YamlMapping {
  readonly [key: string]: YamlValue | undefined;
}

/** The lines of a mapping in block style, every text quoted where it must be. What is undefined is left out. */
export function yamlLines(mapping: YamlMapping): string[] {
  return Object.entries(mapping).flatMap(([key, value]) => (value === undefined ? [] : entryLines(`${key}:`, value)));
}

/** A key or a dash, and what follows it on its line or below it. */
function entryLines(begin: string, value: YamlValue): string[] {
  if (typeof value !== 'object') return [`${begin} ${typeof value === 'string' ? quoteYaml(value) : value}`];
  const inner = Array.isArray(value) ? value.flatMap(itemLines) : yamlLines(value as YamlMapping);
  return [begin, ...inner.map((line) => `  ${line}`)];
}

/** A mapping in a list begins on the line of its dash. */
function itemLines(value: YamlValue): string[] {
  if (typeof value !== 'object' || Array.isArray(value)) return entryLines('-', value);
  return yamlLines(value as YamlMapping).map((line, index) => `${index === 0 ? '-' : ' '} ${line}`);
}
