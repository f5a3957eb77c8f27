import type { OpenedBundle } from '../setup/read-bundles.js';
import { quotePosix, quotePowerShell } from '../text/quote.js';
import type { ProvenInstall } from './types.js';

/** What a bundle's install file runs, for people; nothing where it only copies files. */
export function installOf({ bundle, installation: { file, command, setup } }: OpenedBundle): ProvenInstall[] {
  if (command === undefined) return [];
  const print = setup?.style === 'windows' ? powerShellCommand : shellCommand;
  const text = 'words' in command ? print(command.words) : environmentText(command.environment);
  return [{ bundle: bundle.id, file, command: text }];
}

/** Flags of elastic-agent whose value is a secret, and what stands for it where people look. */
const SECRETS: Readonly<Record<string, string>> = {
  'enrollment-token': 'ENROLLMENT-TOKEN',
  'fleet-server-service-token': 'FLEET-SERVER-SERVICE-TOKEN',
};
const SECRET_VARIABLE = /(TOKEN|PASSWORD|PASSPHRASE|API_KEY|SECRET)$/;
/** A passphrase flag names the file that holds it. */
const PATH = /^['"]?([A-Za-z]:)?[\\/]/;

/** The command of an install.sh, one flag a line, as it is typed. */
export const shellCommand = (words: readonly string[]): string =>
  `sudo ${withoutSecrets(words).map(quotePosix).join(' \\\n  ').replace(' \\\n  install', ' install')}`;

/** What PowerShell passes on as it stands: a comma would make a list of it. */
const PLAIN = /^[A-Za-z0-9_=:.\\/-]+$/;

/** The command of an install.ps1, in the folder where Elastic Agent was unpacked: PowerShell runs nothing from there by its bare name. */
export function powerShellCommand(words: readonly string[]): string {
  const [, verb = '', ...flags] = withoutSecrets(words).map((word) =>
    PLAIN.test(word) ? word : quotePowerShell(word),
  );
  return [`.\\elastic-agent.exe ${verb}`, ...flags].join(' `\n  ');
}

function withoutSecrets(words: readonly string[]): string[] {
  return words.map((word) => {
    const [, name] = /^--([^=]+)=/.exec(word) ?? [];
    const placeholder = name === undefined ? undefined : SECRETS[name];
    return placeholder === undefined ? word : `--${name}=${placeholder}`;
  });
}

/** The variables of an agent.env, without comments and without any secret. */
export const environmentText = (text: string): string =>
  text
    .split(/\r?\n/)
    .filter((line) => /^[A-Za-z_]/.test(line))
    .map((line) => {
      const [, name, value] = /^([^=]*)=(.*)$/.exec(line) ?? [];
      const secret = name !== undefined && SECRET_VARIABLE.test(name) && value !== '' && !PATH.test(value!);
      return secret ? `${name}=${name.replaceAll('_', '-').replace(/^FLEET-(?=ENROLLMENT)/, '')}` : line;
    })
    .join('\n');
