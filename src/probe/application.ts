import type { Answer } from './exchange.js';

/** The program behind the port, as it says itself. */
export interface Application {
  readonly name: 'Fleet Server' | 'Elasticsearch' | 'Kibana';
  /** What it says of itself, e.g. `HEALTHY` or `8.16.2`. */
  readonly state: readonly string[];
}

/** What is asked, in this order, until a program is recognised. */
export const PATHS = ['/api/status', '/'] as const;

/** One row for each program, with what tells it from others. */
const PROGRAMS: readonly {
  readonly name: Application['name'];
  readonly reads: (answer: Answer, body: Json) => string[] | undefined;
}[] = [
  {
    // fleet-server answers /api/status without a key, and tells its version to whoever has one.
    name: 'Fleet Server',
    reads: (_, body) =>
      body.name === 'fleet-server' ? ['status', 'version'].flatMap((field) => textOf(body[field])) : undefined,
  },
  {
    name: 'Kibana',
    reads: ({ headers }) => (headers['kbn-name'] === undefined ? undefined : []),
  },
  {
    // Every answer of 7.14 and later carries the header; 401 is what a stranger gets.
    name: 'Elasticsearch',
    reads: ({ headers, status }, body) =>
      headers['x-elastic-product'] === 'Elasticsearch' || /realm="security"/.test(headers['www-authenticate'] ?? '')
        ? [...textOf(body.cluster_name), ...textOf(body.version), ...(status === 401 ? ['asks for credentials'] : [])]
        : undefined,
  },
];

/** Which of the stack's programs gave this answer; undefined for any other. */
export function recognise(answer: Answer): Application | undefined {
  const body = parseObject(answer.body);
  for (const { name, reads } of PROGRAMS) {
    const state = reads(answer, body);
    if (state !== undefined) return { name, state };
  }
  return undefined;
}

type Json = Readonly<Record<string, unknown>>;

function parseObject(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Json) : {};
  } catch {
    return {};
  }
}

/** A short text, or the `number` in a version; a stranger's long or multi-line text is left out. */
function textOf(value: unknown): string[] {
  const text = typeof value === 'object' && value !== null ? (value as Json).number : value;
  return typeof text === 'string' && /^[\w .:+-]{1,100}$/.test(text) ? [text] : [];
}
