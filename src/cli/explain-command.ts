import type { Command } from 'commander';
import type { CommandContext } from './context.js';

/** Adds `fleet-certlab explain` to the command line. */
export function addExplainCommand(program: Command, context: CommandContext): void {
  program
    .command('explain')
    .description('print what a finding means, or which findings an error message can come from')
    .argument('[id or message...]', "a finding's id, or an error message as a program printed it; all ids if absent")
    .option('--json', 'print JSON')
    // Messages begin with the flag that they are about.
    .allowUnknownOption()
    .action(async (words: readonly string[], flags: { readonly json?: boolean }) => {
      const { runExplain } = await import('./explain.js');
      runExplain(words, flags, context);
    });
}
