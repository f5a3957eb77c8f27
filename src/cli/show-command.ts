import type { Command } from 'commander';
import type { CommandContext } from './context.js';
import type { ShowFlags } from './show.js';

/** Adds `fleet-certlab show` to the command line. */
export function addShowCommand(program: Command, context: CommandContext): void {
  program
    .command('show')
    .description("print a deployment's install commands and settings again")
    .argument('<folder>', "the deployment's folder")
    .option('--host <host>', "one host: a server's name as in its URL, an agent's name, or a bundle's")
    .option('--json', 'print JSON')
    .action(async (folder: string, flags: ShowFlags) => {
      const { runShow } = await import('./show.js');
      await runShow(folder, flags, context);
    });
}
