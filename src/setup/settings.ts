import type { NamedText, Remark, RemarkRule } from './remark.js';

/** The TLS settings of the port of Elasticsearch that Fleet Server, Kibana and the agents connect to. */
export const HTTP = 'xpack.security.http.ssl';

/** Settings by dotted name, however deep they were written. */
export type Settings = ReadonlyMap<string, unknown>;

/** A file of settings as it was read. */
export interface ReadSettings {
  readonly name: string;
  readonly settings: Settings;
}

/** Reads a file of settings; what is wrong with its YAML is a finding that names the line and none of its content. */
export async function readSettings(
  { name, text }: NamedText,
  rule: RemarkRule = 'es-settings-unreadable',
): Promise<{ settings: Settings; remarks: Remark[] }> {
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text, { uniqueKeys: true });
  const [error] = document.errors;
  const unreadable = (detail: string) => ({
    settings: new Map(),
    remarks: [{ rule, where: name, details: { detail } }],
  });
  if (error)
    return unreadable(`line ${error.linePos?.[0].line ?? '?'}, ${error.code.toLowerCase().replaceAll('_', ' ')}`);
  let content: unknown;
  try {
    content = document.toJS();
  } catch {
    return unreadable('an alias (`*name`) has no anchor before it, or multiplies too much');
  }
  if (!isMapping(content)) return unreadable(text.trim() === '' ? 'it is empty' : 'it is not a list of settings');
  return { settings: new Map(flatten(content, '')), remarks: [] };
}

export function flatten(value: object, prefix: string): [string, unknown][] {
  return Object.entries(value).flatMap(([name, inner]): [string, unknown][] =>
    isMapping(inner) ? flatten(inner, `${prefix}${name}.`) : [[`${prefix}${name}`, inner]],
  );
}

export const isMapping = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One value; undefined where it is not set. */
export function settingOf(settings: Settings, name: string): string | undefined {
  const value = settings.get(name);
  return value === undefined || value === null ? undefined : String(value);
}

/** A list, or one value, or several separated by commas: Elasticsearch takes all three. */
export function settingsOf(settings: Settings, name: string): string[] {
  const value = settings.get(name);
  if (value === undefined || value === null) return [];
  return Array.isArray(value)
    ? value.map(String)
    : String(value)
        .split(',')
        .map((one) => one.trim());
}
