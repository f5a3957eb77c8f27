import { type Command, Option } from 'commander';
import type { CommandContext } from './context.js';
import type { ProbeFlags } from './probe.js';
import { collectAll } from './question-options.js';

/** Adds `fleet-certlab probe` to the command line. */
export function addProbeCommand(program: Command, context: CommandContext): void {
  program
    .command('probe')
    .description('look at a live server: what it presents and asks for, and whether a bundle gets in')
    .argument('<url>', 'https://host:port of a Fleet Server, an Elasticsearch or any other TLS server')
    .addOption(
      new Option('--bundle <zip>', 'knock with what this bundle has').conflicts([
        'ca',
        'cert',
        'key',
        'passphraseFile',
      ]),
    )
    .option('--ca <file>', 'trust the authorities in this file (repeatable)', collectAll)
    .option('--cert <file>', 'show this certificate')
    .option('--key <file>', 'its private key')
    .option('--passphrase-file <file>', 'the passphrase of the key, byte for byte')
    .option('--proxy <url>', 'go through an HTTP proxy: http://host:port')
    .option('--stack-version <version>', 'the version of Elastic Agent (default: the newest known)')
    .option('--timeout <seconds>', 'time for each connection', '10')
    .option('--json', 'print JSON')
    .action(async (url: string, flags: ProbeFlags) => {
      const { runProbe } = await import('./probe.js');
      await runProbe(url, flags, context);
    });
}
