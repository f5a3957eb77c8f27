import { KEY_TYPES } from '../x509/write/types.js';
import { validatorOf } from './bad-answer.js';
import { DEFAULTS } from './defaults.js';
import { PARSERS, type QuestionName } from './parsers.js';
import { PASSPHRASE_QUESTIONS } from './passphrase-questions.js';
import type { Question, QuestionRow } from './question.js';
import { meets } from './requirements.js';
import { CLIENT_AUTHS, MODES } from './types.js';
import { formatStackVersion, NEWEST_VERSION, parseStackVersion } from './versions.js';

export type { Prompt, Question } from './question.js';

const ROWS: readonly QuestionRow[] = [
  {
    name: 'mode',
    placeholder: MODES.join('|'),
    required: true,
    description: 'who shows a certificate: only servers (one-way), or clients too (mutual)',
    inFile: true,
    wizard: {
      message: 'Who shows a certificate?',
      kind: 'select',
      default: 'mutual',
      choices: [
        { value: 'mutual', name: 'mutual', description: 'servers and clients: nobody connects without a certificate' },
        { value: 'one-way', name: 'one-way', description: 'servers only: clients are known by tokens and API keys' },
      ],
    },
  },
  {
    name: 'name',
    placeholder: 'name',
    description: "the deployment's name: its folder, and the organisation in every certificate",
    defaultText: DEFAULTS.name,
    inFile: true,
    wizard: { message: 'Name of this deployment:', kind: 'input', default: DEFAULTS.name },
  },
  {
    name: 'fleet-url',
    placeholder: 'url',
    repeatable: true,
    required: true,
    description: 'https://host[:port] that agents dial, once for each Fleet Server; without a port agents dial 443',
    inFile: true,
    wizard: { message: "Fleet Server's URL (or several):", kind: 'list', example: 'https://fleet.example.com:8220' },
  },
  {
    name: 'fleet-port',
    placeholder: 'port',
    description: 'the port Fleet Server listens on',
    defaultText: String(DEFAULTS.fleetPort),
    inFile: true,
  },
  {
    name: 'es-url',
    placeholder: 'url',
    repeatable: true,
    required: true,
    description:
      'https://host[:port] of each Elasticsearch node, or of what stands in front of them; port 9200 unless given',
    inFile: true,
    wizard: { message: "Elasticsearch's URL (or several):", kind: 'list', example: 'https://es.example.com:9200' },
  },
  {
    name: 'kibana-url',
    placeholder: 'url',
    description: 'https://host[:port] of Kibana; port 5601 unless given',
    defaultText: "none: Kibana's settings are made without its address",
    inFile: true,
    wizard: { message: "Kibana's URL (Enter: not known yet):", kind: 'input', default: '' },
  },
  {
    name: 'agent',
    placeholder: 'name',
    repeatable: true,
    description: 'an agent on Linux, by the name of its host; other platforms are given with --agents-file',
    defaultText: 'none',
    inFile: true,
    wizard: { message: "Agents' Linux hosts (Enter: none, or a CSV next):", kind: 'list', default: '' },
  },
  {
    name: 'agents-file',
    placeholder: 'file',
    description:
      'agents as CSV with the header name,platform,alt-names, or one name a line; platform is linux, windows, macos or container',
    defaultText: 'none',
    inFile: false,
    wizard: {
      message: 'File that lists agents on any platform, as CSV (Enter: none):',
      kind: 'input',
      default: '',
      when: (answers) => [answers.agent ?? []].flat().length === 0,
    },
  },
  {
    name: 'san',
    placeholder: 'host=name,ip...',
    repeatable: true,
    description: "further names and addresses for the certificates of one of the deployment's hosts",
    defaultText: 'none',
    inFile: true,
  },
  {
    name: 'client-auth',
    placeholder: CLIENT_AUTHS.join('|'),
    description: 'whether Fleet Server asks agents for a certificate',
    defaultText: 'required in mutual mode, else none',
    inFile: true,
  },
  {
    name: 'es-client-auth',
    placeholder: CLIENT_AUTHS.join('|'),
    description: 'whether Elasticsearch asks Fleet Server, Kibana and agents for a certificate',
    defaultText: 'required in mutual mode, else none',
    inFile: true,
  },
  {
    name: 'stack-version',
    placeholder: 'version',
    description: 'the version of the Elastic Stack: decides flags, labels and the type of keys',
    defaultText: formatStackVersion(NEWEST_VERSION),
    inFile: true,
    wizard: {
      message: 'Version of the Elastic Stack:',
      kind: 'input',
      default: formatStackVersion(NEWEST_VERSION),
      contradicts: (text, { mode }) =>
        mode === 'mutual' && !meets(parseStackVersion(text), 'agent-client-certificate')
          ? 'mutual TLS needs 8.13 or later; for an older version begin again and choose one-way'
          : undefined,
    },
  },
  {
    name: 'key-type',
    placeholder: 'type',
    description: `auto, ${KEY_TYPES.join(', ')}; auto is ec-p256 from 9.1 on, before it RSA (authorities 3072, others 2048)`,
    defaultText: 'auto',
    inFile: true,
  },
  {
    name: 'days',
    placeholder: 'days',
    description: 'how long certificates are valid',
    defaultText: String(DEFAULTS.days),
    inFile: true,
  },
  {
    name: 'ca-days',
    placeholder: 'days',
    description: 'how long authorities are valid',
    defaultText: String(DEFAULTS.caDays),
    inFile: true,
  },
  ...PASSPHRASE_QUESTIONS,
  {
    name: 'kdf-iterations',
    placeholder: 'number',
    description: 'rounds of PBKDF2 between a passphrase and the key it locks',
    defaultText: `${DEFAULTS.kdfIterations.generated} for generated passphrases, ${DEFAULTS.kdfIterations.given} for given ones`,
    inFile: true,
  },
  {
    name: 'fips',
    description:
      'only what FIPS builds of Elastic Agent accept: no encrypted keys, RSA of 2048 bits and more, P-256 or P-384',
    inFile: true,
  },
  {
    name: 'target-dir',
    placeholder: 'folder',
    repeatable: true,
    description:
      "where the files live on agents' and Fleet Servers' hosts; give it twice for one POSIX and one Windows path",
    defaultText: `${DEFAULTS.targetDir.posix} and ${DEFAULTS.targetDir.windows}`,
    inFile: true,
  },
  {
    name: 'fleet-policy',
    placeholder: 'id',
    description: "the Fleet Server policy's id",
    defaultText: 'the placeholder FLEET-SERVER-POLICY-ID',
    inFile: true,
  },
  {
    name: 'service-token-file',
    placeholder: 'file',
    description: "file with Fleet Server's service token; - is stdin",
    defaultText: 'the placeholder FLEET-SERVER-SERVICE-TOKEN',
    inFile: false,
  },
  {
    name: 'enrollment-token-file',
    placeholder: 'file',
    description: "file with the agents' enrollment token; - is stdin",
    defaultText: 'the placeholder ENROLLMENT-TOKEN',
    inFile: false,
  },
];

/** The single source of flags, wizard, deployment.yml, help and the README's table, in the order they are asked and listed. */
export const QUESTIONS: readonly Question[] = ROWS.map((row) => ({ ...row, validate: validatorOf(PARSERS[row.name]) }));

const BY_NAME: ReadonlyMap<string, Question> = new Map(QUESTIONS.map((question) => [question.name, question]));

/** The row of a question. */
export function questionOf(name: QuestionName): Question {
  return BY_NAME.get(name)!;
}
