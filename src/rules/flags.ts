import { paragraph, type Rules } from './rule.js';

/** How flags and variables are written. */
export const FLAG_RULES = {
  'flag-unknown': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'unknown flag: --{flag}' }],
    cause: 'Elastic Agent has no such flag',
    fix: 'correct the name, or leave the flag out',
    explanation: paragraph`Elastic Agent stops at the first flag it does not know, before anything is installed. Some flags that
      older documents mention, such as --fleet-server-cert-ca and --fleet-server-es-service-token, never existed. The same
      message also comes for a flag that a later version brought: see flag-too-new.`,
  },
  'flag-too-new': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'unknown flag: --{flag}' }],
    cause: 'this stack version does not have the flag yet',
    fix: 'leave the flag out, or install a version that has it',
    explanation: paragraph`Flags for mutual TLS came with 8.13.0, the passphrase of Fleet Server's key with 8.8.0, that of the agent's
      key with 8.16.0, and --install-servers with 9.0.0. An older elastic-agent binary refuses the whole command because of
      one of them. A version given without a patch level is taken for every patch level of it.`,
  },
  'flag-repeated': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'no pem file' }],
    cause: 'the flag is given several times with different values: only the last one counts, and nobody says so',
    fix: 'give the flag once; several authorities go into one value, separated by commas',
    explanation: paragraph`All flags that name a file are plain texts to Elastic Agent: the last one wins. The well-known case is
      --elastic-agent-cert-key given twice, the second time with the passphrase file, because an older revision of Elastic's
      page printed it so; the agent then loads the passphrase file as a key and says "no pem file". Two
      --certificate-authorities are the other: the first authority is silently not trusted.`,
  },
  'flag-value-missing': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'flag needs an argument: --{flag}' }],
    cause: 'the flag stands at the end of the command without its value',
    fix: 'write --flag=value',
    explanation: paragraph`A flag without "=" takes the next word for its value, whatever that is. At the end of the command there is
      none; in the middle, a forgotten value swallows the next flag instead, which is then missing.`,
  },
  'flag-swallows-flag': {
    severity: 'error',
    cause: 'the flag has no value of its own, so the next flag became its value',
    fix: 'write --flag=value',
    explanation: paragraph`"--url --insecure" sets the URL to the text "--insecure" and leaves the switch off. Elastic Agent takes
      the word after a flag for its value even if it begins with dashes. Writing --flag=value makes a forgotten value
      visible.`,
  },
  'flag-value-invalid': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'invalid argument "{value}" for "--{flag}" flag: {reason}' }],
    cause: 'the value is of another kind than the flag takes',
    fix: 'give a port from 0 to 65535, true or false for a switch, a duration such as 10m',
    explanation: paragraph`Ports are unsigned numbers of 16 bits, switches are true, false, 1, 0, t or f, and durations carry their
      unit. Elastic Agent checks these before it looks at anything else.`,
  },
  'shorthand-unknown': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: "unknown shorthand flag: '{letter}' in {word}" }],
    cause: 'one dash begins a row of one-letter flags, and there is no such letter',
    fix: 'write two dashes before a long name',
    explanation: paragraph`"-url=https://…" is read as the letters u, r and l. The letters that exist are a
      (--certificate-authorities), p (--ca-sha256), t (--enrollment-token), i (--insecure), f (--force) and, for install
      alone, n (--non-interactive).`,
  },
  'flag-dash': {
    severity: 'error',
    cause: 'the word begins with a typographic dash, so it is no flag and Elastic Agent ignores it',
    fix: 'type two plain hyphens: --',
    explanation: paragraph`Word processors, wikis and chat programs turn "--" into a dash of their own. Elastic Agent takes such a
      word for an argument, which it neither needs nor complains about: the flag is missing and nothing is said. Curly
      quotation marks around a value come from the same place and become part of the value.`,
  },
  'stray-argument': {
    severity: 'warning',
    cause: 'the word belongs to no flag, and Elastic Agent ignores it without a word',
    fix: 'remove it, or write it as --flag=value',
    explanation: paragraph`Neither install nor enroll takes arguments, and neither refuses them. A word is left over when a switch
      is given a value with a space ("--insecure true"), when a path with a space is not quoted, or when a comma list has
      spaces behind its commas: the rest of the list is then lost.`,
  },
  'line-continuation-broken': {
    severity: 'error',
    seen: [
      { program: 'sh', text: '{word}: command not found' },
      { program: 'sh', text: '{word}: No such file or directory' },
      { program: 'sh', text: '{word}: not found' },
    ],
    cause: 'the command ends at this line, and the flags below are not part of it',
    fix: 'end each line but the last with \\ (sh) or ` (PowerShell), with nothing behind it, not even a space',
    explanation: paragraph`A backslash continues a line only if the end of the line follows at once. With a space behind it, or
      without it, the shell runs what it has so far, Elastic Agent installs with half of its flags, and the rest is tried as
      another command. PowerShell uses the backtick in the same way and takes a backslash for a part of the word.`,
  },
  'variable-unknown': {
    severity: 'warning',
    cause: 'the container image reads no such variable, and says nothing about it',
    fix: 'correct the name, or leave the variable out',
    explanation: paragraph`The entry point of the Elastic Agent image looks up a fixed list of variables. Several flags have none:
      there is no variable for --elastic-agent-cert-key-passphrase, --ca-sha256, --proxy-url, --proxy-header or
      --proxy-disabled. Proxies can be given as HTTPS_PROXY and NO_PROXY.`,
  },
  'variable-idle': {
    severity: 'warning',
    cause: 'the container image does not read this variable',
    fix: 'set the variable that it reads',
    explanation: paragraph`The entry point of the Elastic Agent image looks up a fixed list of variables (elastic-agent
      internal/pkg/agent/cmd/setup_config.go). Names without FLEET_ come from other images and from old examples; they have no effect, and
      nothing says so.`,
  },
  'variable-too-new': {
    severity: 'error',
    cause: 'the container image of this stack version does not read the variable yet',
    fix: 'leave the variable out, or use an image that reads it',
    explanation: paragraph`An image that does not know a variable ignores it silently: ELASTIC_AGENT_CERT before 8.13.0 means that
      the agent shows no certificate, and FLEET_SERVER_CLIENT_AUTH before 8.13.0 that Fleet Server asks for none.`,
  },
} as const satisfies Rules;
