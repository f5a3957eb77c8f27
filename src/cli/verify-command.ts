import type { Command } from 'commander';
import type { CommandContext } from './context.js';

/** Flags of `verify`, as commander hands them over. */
export interface VerifyFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

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
