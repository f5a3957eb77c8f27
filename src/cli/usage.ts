import type { CommanderError } from 'commander';
import type { Problem } from '../errors.js';

/**
 * Commander's complaint in this program's form: one line, and what to do. Undefined where help was printed instead.
 *
 * A value given with an unknown flag is taken out: it may be a secret.
 */
export function usageProblem({ code, message }: CommanderError): Problem | undefined {
  if (code === 'commander.help') return undefined;
  const [first = '', suggestion] = message.replace(/^error: /, '').split('\n');
  return {
    code: 'ERR_USAGE',
    message: first.replace(/'(--[^'=]*)=.*'/, "'$1'"),
    hint:
      /^\(Did you mean (.+)\?\)$/.exec(suggestion ?? '')?.[1]?.replace(/^(?:one of )?/, 'did you mean ') ?? SEE_HELP,
  };
}

const SEE_HELP = 'fleet-certlab --help lists the commands, fleet-certlab <command> --help its flags';
