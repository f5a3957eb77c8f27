import { Command } from 'commander';
import { addCheckCommand } from './check-command.js';
import type { CommandContext } from './context.js';
import { addCreateCommand } from './create-command.js';
import { addExplainCommand } from './explain-command.js';
import { helpLayout } from './help-layout.js';
import { packageVersion } from './invocation.js';
import { addLabCommand } from './lab-command.js';
import { addLifeCommands } from './life/commands.js';
import { addProbeCommand } from './probe-command.js';
import { addShowCommand } from './show-command.js';
import { addVerifyCommand } from './verify-command.js';

/** The command line's grammar. What a command does is loaded only when it runs. */
export function buildProgram(context: CommandContext): Command {
  const { terminal } = context;
  const program = new Command('fleet-certlab')
    .description(
      'Makes every authority, certificate, key, setting and install command that Elastic Agent, Fleet Server, ' +
        'Elasticsearch and Kibana need for one-way or mutual TLS, one zip for each host, and proves with real ' +
        'handshakes that they work.',
    )
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showSuggestionAfterError()
    .configureHelp(helpLayout(terminal))
    .configureOutput({
      writeOut: (text) => terminal.output.write(text),
      writeErr: (text) => terminal.error.write(text),
      // The error itself arrives at `run`, which prints it.
      outputError: () => {},
      getOutHasColors: () => terminal.colour.level > 0,
    })
    .exitOverride()
    .addHelpText('after', EXAMPLES);

  program.commandsGroup('Make:');
  addCreateCommand(program, context);
  addShowCommand(program, context);
  program.commandsGroup('Change:');
  addLifeCommands(program, context);
  program.commandsGroup('Prove and find what is wrong:');
  addVerifyCommand(program, context);
  addCheckCommand(program, context);
  addProbeCommand(program, context);
  addLabCommand(program, context);
  addExplainCommand(program, context);
  return program;
}

const EXAMPLES = `
Examples:
  fleet-certlab                      a few questions, then the same as create
  fleet-certlab create --mode mutual --fleet-url https://fleet.example.com:8220 \\
    --es-url https://es.example.com:9200 --agent web-01 --agent db-01
  fleet-certlab show output/fleet --host web-01
  fleet-certlab verify output/fleet`;
