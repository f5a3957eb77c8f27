import { KEY_TYPES } from '../pki/types.js';
import { CLIENT_AUTHS, MODES } from './types.js';

/** How the wizard asks. What it shows and offers is all here; how it looks is the wizard's own business. */
export interface Prompt {
  readonly message: string;
  /** `list` takes any number of answers, each judged by the question's validator. */
  readonly kind: 'input' | 'select' | 'list' | 'confirm';
  /** What Enter alone answers; undefined where Enter alone is refused, '' where it means "none". */
  readonly default?: string;
  readonly choices?: readonly { readonly value: string; readonly name: string; readonly description?: string }[];
  /** Whether to ask at all, given the answers so far. */
  readonly when?: (answers: Readonly<Record<string, unknown>>) => boolean;
}

/** One thing that can be answered by flag, by file, and some by the wizard or the environment. */
export interface Question {
  /** The flag without its dashes, and the key in deployment.yml. */
  readonly name: string;
  /** What the flag's value is called in help; none for a switch. */
  readonly placeholder?: string;
  readonly repeatable?: true;
  /** Nothing can be made without an answer. */
  readonly required?: true;
  readonly description: string;
  /** The default in words, for help. */
  readonly defaultText?: string;
  /** The answer's content must never be echoed. */
  readonly secret?: true;
  /** The environment variable that may carry the secret itself. */
  readonly environment?: string;
  /** Whether deployment.yml may hold it. */
  readonly inFile: boolean;
  readonly wizard?: Prompt;
}

/** The single source of flags, wizard, deployment.yml, help and the README's table. In the order they are asked and listed. */
export const QUESTIONS: readonly Question[] = [
  {
    name: 'name',
    placeholder: 'name',
    description: "the deployment's name: its folder, and the organisation in every certificate",
    defaultText: 'fleet',
    inFile: true,
    wizard: { message: 'What is the deployment called?', kind: 'input', default: 'fleet' },
  },
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
        { value: 'mutual', name: 'mutual', description: 'servers and clients: nothing connects without a certificate' },
        { value: 'one-way', name: 'one-way', description: 'servers only: clients are known by tokens and API keys' },
      ],
    },
  },
  {
    name: 'fleet-url',
    placeholder: 'url',
    repeatable: true,
    required: true,
    description: 'https://host[:port] that agents dial, once for each Fleet Server; without a port agents dial 443',
    inFile: true,
    wizard: { message: 'Which URLs do agents dial for Fleet Server?', kind: 'list' },
  },
  {
    name: 'fleet-port',
    placeholder: 'port',
    description: 'the port Fleet Server listens on',
    defaultText: '8220',
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
    wizard: { message: 'Which are the URLs of Elasticsearch?', kind: 'list' },
  },
  {
    name: 'kibana-url',
    placeholder: 'url',
    description: 'https://host[:port] of Kibana; port 5601 unless given',
    defaultText: "none: Kibana's settings are made without its address",
    inFile: true,
    wizard: { message: "What is Kibana's URL? (Enter: not known yet)", kind: 'input', default: '' },
  },
  {
    name: 'agent',
    placeholder: 'name',
    repeatable: true,
    description: 'an agent on Linux, by the name of its host; other platforms are given with --agents-file',
    defaultText: 'none',
    inFile: true,
    wizard: { message: 'Which agents get a bundle? (names of hosts; Enter: none yet)', kind: 'list', default: '' },
  },
  {
    name: 'agents-file',
    placeholder: 'file',
    description:
      'agents as CSV with the header name,platform,alt-names, or one name a line; platform is linux, windows, macos or container',
    defaultText: 'none',
    inFile: false,
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
    defaultText: '9.5',
    inFile: true,
    wizard: { message: 'Which version of the Elastic Stack?', kind: 'input', default: '9.5' },
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
    defaultText: '825',
    inFile: true,
  },
  {
    name: 'ca-days',
    placeholder: 'days',
    description: 'how long authorities are valid',
    defaultText: '3650',
    inFile: true,
  },
  {
    name: 'agent-key-passphrase',
    placeholder: 'generate|none',
    description: "passphrase of the agents' keys: one for each agent is generated, or none",
    defaultText: 'generate in mutual mode, else none',
    environment: 'FLEET_CERTLAB_AGENT_KEY_PASSPHRASE',
    inFile: true,
    wizard: {
      message: "Encrypt the agents' keys?",
      kind: 'select',
      default: 'generate',
      choices: [
        { value: 'generate', name: 'yes', description: 'each with a passphrase of its own, in a file beside the key' },
        { value: 'none', name: 'no', description: 'the keys are protected by the modes of their files alone' },
      ],
      when: (answers) => answers.mode === 'mutual',
    },
  },
  {
    name: 'agent-key-passphrase-file',
    placeholder: 'file',
    description: "file with one passphrase for all agents' keys; - is stdin",
    secret: true,
    inFile: false,
  },
  {
    name: 'fleet-key-passphrase',
    placeholder: 'generate|none',
    description: 'passphrase of fleet-cert-key',
    defaultText: 'none',
    environment: 'FLEET_CERTLAB_FLEET_KEY_PASSPHRASE',
    inFile: true,
  },
  {
    name: 'fleet-key-passphrase-file',
    placeholder: 'file',
    description: 'file with the passphrase of fleet-cert-key; - is stdin',
    secret: true,
    inFile: false,
  },
  {
    name: 'es-key-passphrase',
    placeholder: 'generate|none',
    description: 'passphrase of es-cert-key, to be put into the keystore of Elasticsearch',
    defaultText: 'none',
    environment: 'FLEET_CERTLAB_ES_KEY_PASSPHRASE',
    inFile: true,
  },
  {
    name: 'es-key-passphrase-file',
    placeholder: 'file',
    description: 'file with the passphrase of es-cert-key; - is stdin',
    secret: true,
    inFile: false,
  },
  {
    name: 'ca-key-passphrase',
    placeholder: 'generate|none',
    description: "passphrase of the authorities' own keys",
    defaultText: 'none',
    environment: 'FLEET_CERTLAB_CA_KEY_PASSPHRASE',
    inFile: true,
  },
  {
    name: 'ca-key-passphrase-file',
    placeholder: 'file',
    description: "file with the passphrase of the authorities' own keys; - is stdin",
    secret: true,
    inFile: false,
  },
  {
    name: 'kdf-iterations',
    placeholder: 'number',
    description: 'rounds of PBKDF2 between a passphrase and the key it locks',
    defaultText: '2048 for generated passphrases, 600000 for given ones',
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
    defaultText: '/etc/fleet-tls and C:\\ProgramData\\fleet-tls',
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
    secret: true,
    inFile: false,
  },
  {
    name: 'enrollment-token-file',
    placeholder: 'file',
    description: "file with the agents' enrollment token; - is stdin",
    defaultText: 'the placeholder ENROLLMENT-TOKEN',
    secret: true,
    inFile: false,
  },
];
