import type { CommanderError } from 'commander';
import type { Problem } from '../errors.js';

/**
 * Commander's complaint in this program's form: one line, and what to do. Undefined where help was printed instead.
 *
 * A value given with an unknown flag is taken out: it may be a secret.
 */
export function usageProblem({ code, message }: CommanderError, argv: readonly string[]): Problem | undefined {
  if (code === 'commander.help') return undefined;
  const [first = '', suggestion = ''] = message.replace(/^error: /, '').split('\n');
  const meant = /^\(Did you mean (?:one of )?(.+\?)\)$/.exec(suggestion)?.[1];
  return {
    code: 'ERR_USAGE',
    message: first.replace(/'(--[^'=]*)=.*'/, "'$1'"),
    hint: meant === undefined ? hintFor(code, argv) : `did you mean ${meant}`,
  };
}

function hintFor(code: string, [command = '', subcommand = '']: readonly string[]): string {
  if (code === 'commander.unknownCommand')
    return command === 'lab' ? 'see fleet-certlab lab --help' : 'see fleet-certlab --help';
  if (command.startsWith('-'))
    return 'flags follow a command, as in fleet-certlab create --mode mutual; see fleet-certlab --help';
  const words = command === 'lab' && /^\w/.test(subcommand) ? [command, subcommand] : [command];
  return `see fleet-certlab ${words.join(' ')} --help`;
}
