import { KEY_TYPE_ANSWERS, LONGEST_DAYS, PASSPHRASE_CHOICES } from './parsers.js';
import { QUESTIONS } from './questions.js';
import type { FileQuestion } from './render-file.js';
import { CLIENT_AUTHS, MODES, PLATFORMS } from './types.js';

type Schema = Readonly<Record<string, unknown>>;

const text = (pattern: string): Schema => ({ type: 'string', pattern });
const words = (choices: readonly string[]): Schema => ({ enum: choices });
const whole = (minimum: number, maximum: number): Schema => ({ type: 'integer', minimum, maximum });
/** One, or a list. */
const oneOrMore = (items: Schema): Schema => ({ anyOf: [items, { type: 'array', items }] });

const ENDPOINT = text('^[hH][tT][tT][pP][sS]://[^/?#@\\s]+/?$');
const HOST = text('^[^\\s/%_]+$');
const PASSPHRASE = words(PASSPHRASE_CHOICES);

const AGENT: Schema = {
  anyOf: [
    HOST,
    {
      type: 'object',
      properties: { name: HOST, platform: words(PLATFORMS), 'alt-names': oneOrMore(HOST) },
      required: ['name'],
      additionalProperties: false,
    },
  ],
};

/** What the value of each key looks like. The program judges more closely: a schema knows no name from an address. */
const VALUES: Readonly<Record<FileQuestion, Schema>> = {
  name: text('^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$'),
  mode: words(MODES),
  'fleet-url': oneOrMore(ENDPOINT),
  'fleet-port': whole(1, 65_535),
  'es-url': oneOrMore(ENDPOINT),
  'kibana-url': ENDPOINT,
  agent: oneOrMore(AGENT),
  san: { type: 'object', additionalProperties: oneOrMore(HOST) },
  'client-auth': words(CLIENT_AUTHS),
  'es-client-auth': words(CLIENT_AUTHS),
  // Text, because a number cannot tell 9.10 from 9.1.
  'stack-version': text('^[1-9][0-9]*\\.[0-9]+(\\.[0-9]+)?$'),
  'key-type': words(KEY_TYPE_ANSWERS),
  days: whole(1, LONGEST_DAYS),
  'ca-days': whole(1, LONGEST_DAYS),
  'agent-key-passphrase': PASSPHRASE,
  'fleet-key-passphrase': PASSPHRASE,
  'es-key-passphrase': PASSPHRASE,
  'ca-key-passphrase': PASSPHRASE,
  'kdf-iterations': whole(1000, 10_000_000),
  fips: { type: 'boolean' },
  'target-dir': oneOrMore(text('^(/|[A-Za-z]:\\\\)[^\\s,]+$')),
  'fleet-policy': text('^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$'),
};

/** The JSON Schema (2020-12) of deployment.yml: the questions that a file may answer, none of them required, because flags may answer the rest. */
export function deploymentSchema(): object {
  const properties = QUESTIONS.filter(({ inFile }) => inFile).map(({ name, description, defaultText }) => [
    name,
    {
      description: defaultText === undefined ? description : `${description} (default: ${defaultText})`,
      ...VALUES[name as FileQuestion],
    },
  ]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'deployment.yml of fleet-certlab',
    description: 'What was asked for a deployment. Holds no secrets; `fleet-certlab create --config` replays it.',
    type: 'object',
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  };
}
