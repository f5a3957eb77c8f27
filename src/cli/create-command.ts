import type { Command } from 'commander';
import type { CommandContext } from './context.js';
import type { CreateFlags } from './gather.js';
import { addQuestionOptions, answersFrom } from './question-options.js';

/** Adds `fleet-certlab create` to the command line. */
export function addCreateCommand(program: Command, context: CommandContext): void {
  const create = program
    .command('create')
    .description('make a deployment: keys, certificates, settings and commands, one zip for each host');
  addQuestionOptions(create);
  create
    .optionsGroup('How to run:')
    .option('--config <file>', 'read answers from a deployment.yml; flags win over it')
    .option('--out <folder>', "the deployment's own folder (default: output/<name>)")
    .option('--force', 'replace the deployment that is there; the old one is kept beside it')
    .option('--dry-run', 'print the plan and make nothing')
    .option('-y, --yes', 'ask nothing, in a terminal too')
    .option('--json', 'print the result as JSON')
    .option('-q, --quiet', 'print nothing but errors')
    .option('--no-verify', 'skip the handshakes that prove what was made')
    .addHelpText('after', EXAMPLES)
    .action(async (options: CreateFlags & Readonly<Record<string, unknown>>) => {
      const { runCreate } = await import('./create.js');
      await runCreate(answersFrom(options), options, context);
    });
}

const EXAMPLES = `
In a terminal, what is needed and not given is asked for; elsewhere it is
listed, and nothing is made.

Examples:
  fleet-certlab create --mode mutual --fleet-url https://fleet.example.com:8220 \\
    --es-url https://es.example.com:9200 --agent web-01 --agent db-01
  fleet-certlab create --config output/fleet/deployment.yml --out output/again
  fleet-certlab create --config deployment.yml \\
    --agent-key-passphrase-file - < passphrase`;
