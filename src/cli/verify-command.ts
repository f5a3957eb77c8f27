import type { Command } from 'commander';
import type { CommandContext } from './context.js';
import type { VerifyFlags } from './verify.js';

/** Adds `fleet-certlab verify` to the command line. */
export function addVerifyCommand(program: Command, context: CommandContext): void {
  program
    .command('verify')
    .description('prove every link by handshakes over the files in the zips: what must work, what must be refused')
    .argument('<paths...>', "a deployment's folder, a folder of bundles, or bundles (.zip)")
    .option('--json', 'print JSON')
    .option('--verbose', 'print each failure, also those that a finding explains, and every place of a finding')
    .option('-q, --quiet', 'print nothing but errors')
    .action(async (paths: readonly string[], flags: VerifyFlags) => {
      const { runVerify } = await import('./verify.js');
      await runVerify(paths, flags, context);
    });
}
