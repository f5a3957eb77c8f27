import { type Command, Option } from 'commander';
import type { CheckFlags } from './check.js';
import type { CommandContext } from './context.js';

/** Adds `fleet-certlab check` to the command line. */
export function addCheckCommand(program: Command, context: CommandContext): void {
  program
    .command('check')
    .description('find what is wrong with a command, settings and files that somebody else made')
    .usage('[options] [files... | -- elastic-agent install ...]')
    .argument('[words...]', 'files and folders of any known form, or an elastic-agent command behind --')
    .option('--file <file>', 'a script with such commands, or the environment file of a container')
    .option('--environment <file>', 'the environment file of a container')
    .option('--elasticsearch-yml <file>', "Elasticsearch's settings; relative paths are looked up beside it")
    .option('--server-command <file>', "a script with Fleet Server's command: the other end of an agent's connection")
    .option('--root <folder>', "look the host's absolute paths up in this folder")
    .option('--server-root <folder>', 'the same for the files of --server-command (default: as --root)')
    .option('--keystore-password-file <file>', "the password of Elasticsearch's PKCS#12 keystore")
    .option('--stack-version <version>', 'the version of Elastic Agent (default: the newest known)')
    .option('--fips', 'the programs are FIPS builds')
    .option('--json', 'print JSON; the same as --format json')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json', 'sarif']).default('text'))
    .addHelpText(
      'after',
      '\nExit code: 0 without an error, 1 with one.\nfleet-certlab explain <id> tells more about a finding.',
    )
    // A command that is not behind -- arrives as it is, too.
    .allowUnknownOption()
    .action(async (words: readonly string[], flags: CheckFlags) => {
      const { runCheck } = await import('./check.js');
      await runCheck(words, flags, context);
    });
}
