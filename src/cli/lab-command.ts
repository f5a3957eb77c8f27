import type { Command } from 'commander';
import type { CommandContext } from './context.js';
import type { BreakFlags } from './lab.js';
import type { ServeFlags } from './lab-serve.js';

/** Adds `fleet-certlab lab` to the command line. */
export function addLabCommand(program: Command, context: CommandContext): void {
  const lab = program
    .command('lab')
    .description('practise on deployments that are broken on purpose')
    .helpCommand(false);
  lab
    .command('list')
    .description('list the faults and what finds them; of one fault also what Elastic Agent, Java and OpenSSL say')
    .argument('[fault]', 'one fault alone')
    .option('--json', 'print JSON')
    .action(async (id: string | undefined, flags: { json?: boolean }) => {
      const { listFaults } = await import('./lab.js');
      listFaults(id, flags, context);
    });
  lab
    .command('break')
    .description('write a copy of a deployment with one fault in it')
    .argument('<folder>', "a deployment's folder, with its authorities")
    .requiredOption('--fault <id>', 'one of lab list')
    .requiredOption('--out <folder>', "the copy's own folder")
    .action(async (folder: string, flags: BreakFlags) => {
      const { runBreak } = await import('./lab.js');
      await runBreak(folder, flags, context);
    });
  lab
    .command('serve')
    .description(
      'stand in for a Fleet Server and an Elasticsearch on 127.0.0.1, with the TLS settings of their bundles',
    )
    .argument('<folder>', "a deployment's folder")
    .option('--fault <id>', 'with this fault')
    .option('--port <port>', 'where Fleet Server listens; 0 is any free port', '8220')
    .option('--es-port <port>', 'where Elasticsearch listens; 0 is any free port', '9200')
    .action(async (folder: string, flags: ServeFlags) => {
      const { runServe } = await import('./lab-serve.js');
      await runServe(folder, flags, context);
    });
}
