import { parseAllDocuments } from 'yaml';

/** Aliases that multiply are an attack, and nobody's settings. */
const MOST_ALIASES = 100;

/** The mappings and lists in a YAML or JSON text, one for each document; none where it is neither, or is damaged. */
export function documentsIn(text: string): object[] {
  try {
    const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' });
    if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return [];
    return documents.map((one) => one.toJS({ maxAliasCount: MOST_ALIASES }) as unknown).filter(isObject);
  } catch {
    return [];
  }
}

export const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** A field of whatever it is; undefined where there is no such field. */
export function fieldOf(value: unknown, ...path: readonly string[]): unknown {
  let at = value;
  for (const name of path) {
    if (!isObject(at) || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}

export const listAt = (value: unknown, ...path: readonly string[]): unknown[] => {
  const list = fieldOf(value, ...path);
  return Array.isArray(list) ? list : [];
};

/** Text of a scalar; undefined for anything else. */
export const textAt = (value: unknown, ...path: readonly string[]): string | undefined => {
  const text = fieldOf(value, ...path);
  return typeof text === 'string' || typeof text === 'number' || typeof text === 'boolean' ? String(text) : undefined;
};
