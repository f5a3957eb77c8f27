import type { QuestionName } from './parsers.js';
import type { QuestionRow } from './question.js';
import { meets } from './requirements.js';
import { formatStackVersion, NEWEST_VERSION, parseStackVersion } from './versions.js';

/** Two questions for each key that may be encrypted. Fleet Server's and Kibana's keys for Elasticsearch never are (src/plan/certificates.ts). */
export const PASSPHRASE_QUESTIONS: readonly QuestionRow[] = [
  ...passphraseRows('agent-key-passphrase', {
    of: "the agents' keys",
    description: "passphrase of the agents' keys: generate makes one for each agent",
    defaultText: 'generate in mutual mode from 8.16 on, else none',
    wizard: {
      message: "Encrypt the agents' keys?",
      kind: 'select',
      default: 'generate',
      choices: [
        { value: 'generate', name: 'yes', description: 'each with a passphrase of its own, in a file beside the key' },
        { value: 'none', name: 'no', description: 'the keys are protected by the modes of their files alone' },
      ],
      when: mayEncryptAgentKeys,
    },
  }),
  ...passphraseRows('fleet-key-passphrase', {
    of: 'fleet-cert-key',
    description: "passphrase of Fleet Server's key, fleet-cert-key",
  }),
  ...passphraseRows('es-key-passphrase', {
    of: 'es-cert-key',
    description: "passphrase of Elasticsearch's key, es-cert-key, which goes into its keystore",
  }),
  ...passphraseRows('ca-key-passphrase', {
    of: "the authorities' keys",
    description: "passphrase of the authorities' own keys, where they are kept",
  }),
];

/** What to say about the passphrase, and the file that holds it. The environment carries it too; the command line never does. */
function passphraseRows(
  name: Extract<QuestionName, `${string}-passphrase`>,
  { of, ...row }: Pick<QuestionRow, 'description' | 'defaultText' | 'wizard'> & { readonly of: string },
): QuestionRow[] {
  return [
    {
      name,
      placeholder: 'generate|none',
      secret: true,
      defaultText: 'none',
      environment: `FLEET_CERTLAB_${name.toUpperCase().replaceAll('-', '_')}`,
      inFile: true,
      ...row,
    },
    {
      name: `${name}-file`,
      placeholder: 'file',
      description: `file with the passphrase of ${of}; - is stdin`,
      inFile: false,
    },
  ];
}

/** Agents have keys in mutual mode only; their passphrase needs its flag, and FIPS builds open no encrypted key. */
function mayEncryptAgentKeys(answers: Readonly<Record<string, unknown>>): boolean {
  const version = String(answers['stack-version'] ?? formatStackVersion(NEWEST_VERSION));
  return (
    answers.mode === 'mutual' &&
    String(answers.fips) !== 'true' &&
    meets(parseStackVersion(version), 'agent-key-passphrase')
  );
}
