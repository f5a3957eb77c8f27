import { KEY_TYPES } from '../x509/write/types.js';
import { BadAnswer } from './bad-answer.js';
import { parseEndpoint } from './endpoints.js';
import { parseAgentName, parseDeploymentName, parsePolicyId } from './names.js';
import { parseInteger } from './numbers.js';
import { parseSan } from './sans.js';
import { parseTargetDir } from './target-dir.js';
import { CLIENT_AUTHS, MODES } from './types.js';
import { parseStackVersion } from './versions.js';
import { oneOf } from './words.js';

/** A hundred years keep every date far from the year 9999, where X.509 ends. */
export const LONGEST_DAYS = 36_500;

/** Types of keys, and `auto`, which follows from the stack version. */
export const KEY_TYPE_ANSWERS = ['auto', ...KEY_TYPES] as const;
const parseKnownKeyType = oneOf(KEY_TYPE_ANSWERS);

function parseKeyType(text: string): (typeof KEY_TYPE_ANSWERS)[number] {
  if (/^ed(25519|448)$/i.test(text)) {
    throw new BadAnswer(
      'is refused: Elasticsearch reads no such key, and Elastic Agent none that is encrypted',
      'choose ec-p256',
    );
  }
  return parseKnownKeyType(text);
}

/** What may be said about a passphrase in the open. The passphrase itself never is. */
export const PASSPHRASE_CHOICES = ['generate', 'none', 'given'] as const;

function parsePassphraseChoice(text: string): (typeof PASSPHRASE_CHOICES)[number] {
  const choice = PASSPHRASE_CHOICES.find((one) => one === text);
  if (choice) return choice;
  throw new BadAnswer(
    'takes generate or none, never the passphrase itself',
    'what is written here can be read by others: put the passphrase into a file or into the environment',
  );
}

function parsePath(text: string): string {
  if (text === '') throw new BadAnswer('is empty', 'name a file, or - for stdin');
  if (text.includes('\0')) throw new BadAnswer('holds a NUL character', 'no file has such a name');
  return text;
}

const parseSwitch = (text: string): boolean => oneOf(['true', 'false'])(text) === 'true';

/**
 * How each question's answer is read: from flags, file and wizard alike. Each throws BadAnswer (the version CertlabError
 * ERR_STACK_VERSION) for what it does not accept.
 */
export const PARSERS = {
  name: parseDeploymentName,
  mode: oneOf(MODES),
  'fleet-url': parseEndpoint(443),
  'fleet-port': parseInteger(1, 65_535),
  'es-url': parseEndpoint(9200),
  'kibana-url': parseEndpoint(5601),
  agent: parseAgentName,
  'agents-file': parsePath,
  san: parseSan,
  'client-auth': oneOf(CLIENT_AUTHS),
  'es-client-auth': oneOf(CLIENT_AUTHS),
  'stack-version': parseStackVersion,
  'key-type': parseKeyType,
  days: parseInteger(1, LONGEST_DAYS),
  'ca-days': parseInteger(1, LONGEST_DAYS),
  'agent-key-passphrase': parsePassphraseChoice,
  'agent-key-passphrase-file': parsePath,
  'fleet-key-passphrase': parsePassphraseChoice,
  'fleet-key-passphrase-file': parsePath,
  'es-key-passphrase': parsePassphraseChoice,
  'es-key-passphrase-file': parsePath,
  'ca-key-passphrase': parsePassphraseChoice,
  'ca-key-passphrase-file': parsePath,
  'kdf-iterations': parseInteger(
    1000,
    10_000_000,
    'fewer protect nothing (RFC 8018 section 4.2), more keep every start of a program waiting for seconds',
  ),
  fips: parseSwitch,
  'target-dir': parseTargetDir,
  'fleet-policy': parsePolicyId,
  'service-token-file': parsePath,
  'enrollment-token-file': parsePath,
} as const satisfies Readonly<Record<string, (text: string) => unknown>>;

/** The name of a question: its flag without the dashes. */
export type QuestionName = keyof typeof PARSERS;
/** What a good answer to the question is read into. */
export type Parsed<Name extends QuestionName> = ReturnType<(typeof PARSERS)[Name]>;
