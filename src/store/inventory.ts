import { readFileSync } from 'node:fs';
import type { Inventory } from './types.js';

/** The part of JSON Schema that docs/inventory.schema.json is written in. */
interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

/**
 * Reads an inventory.json as far as its schema describes it; keys that a later version added are let through.
 *
 * @throws Error that says what is wrong with it
 */
export function parseInventory(text: string): Inventory {
  const value = migrated(JSON.parse(text));
  const difference = differenceFrom(inventorySchema(), value, '');
  if (difference !== undefined) throw new Error(difference);
  return value as Inventory;
}

/** What version 0.1.0 wrote has one generation of each CA, and no records of what is retired. */
function migrated(value: unknown): unknown {
  const { inventoryVersion, authorities } = Object(value) as Record<string, unknown>;
  if (inventoryVersion === 2) return value;
  if (inventoryVersion !== 1) throw new Error('it was written by another version of fleet-certlab');
  return {
    ...Object(value),
    inventoryVersion: 2,
    ...(Array.isArray(authorities) && {
      authorities: authorities.map((one) =>
        typeOf(one) === 'object' ? { ...one, generation: 1, signs: true, trusted: true } : one,
      ),
    }),
    retired: [],
  };
}

const inventorySchema = (): Schema =>
  JSON.parse(readFileSync(new URL('../../docs/inventory.schema.json', import.meta.url), 'utf8'));

/** The first place where a value is otherwise than the schema says. The value itself is not repeated. */
function differenceFrom(schema: Schema, value: unknown, at: string): string | undefined {
  const { type, enum: known, pattern, properties = {}, required = [], items } = schema;
  const wrong = `${at === '' ? 'it' : at} is not as inventory.schema.json describes it`;
  if (type !== undefined && typeOf(value) !== type) return wrong;
  if ('const' in schema && value !== schema.const) return wrong;
  if (known && !known.includes(value)) return wrong;
  if (pattern !== undefined && !new RegExp(pattern).test(value as string)) return wrong;
  const fields = new Map(Object.entries(type === 'object' ? (value as object) : {}));
  const missing = required.find((name) => !fields.has(name));
  if (missing !== undefined) return `${pathTo(at, missing)} is missing`;
  for (const [name, inner] of Object.entries(properties)) {
    const difference = fields.has(name) && differenceFrom(inner, fields.get(name), pathTo(at, name));
    if (difference) return difference;
  }
  for (const [index, inner] of (type === 'array' && items ? (value as unknown[]) : []).entries()) {
    const difference = differenceFrom(items!, inner, `${at}[${index}]`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

const pathTo = (at: string, name: string): string => (at === '' ? name : `${at}.${name}`);

const typeOf = (value: unknown): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
};
