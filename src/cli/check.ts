import { CertlabError } from '../errors.js';
import { check } from '../proof/check.js';
import type { CheckResult, Sources } from '../proof/check-types.js';
import type { NamedText } from '../setup/remark.js';
import { inputsIn, readWhole, textOf } from './check-inputs.js';
import { checkText } from './check-text.js';
import type { CommandContext } from './context.js';
import { packageVersion } from './invocation.js';
import { judgedVersion } from './stack-version.js';
import type { Terminal } from './terminal/terminal.js';

/** Flags of `check`, as commander hands them over. */
export interface CheckFlags {
  readonly file?: string;
  readonly environment?: string;
  readonly elasticsearchYml?: string;
  readonly serverCommand?: string;
  readonly root?: string;
  readonly serverRoot?: string;
  readonly keystorePasswordFile?: string;
  readonly stackVersion?: string;
  readonly fips?: boolean;
  readonly json?: boolean;
  readonly format: 'text' | 'json' | 'sarif';
}

/**
 * `fleet-certlab check`: ends with 1 when an error was found.
 *
 * @throws CertlabError ERR_USAGE when nothing is given to check, ERR_READ when a file cannot be read
 */
export async function runCheck(
  words: readonly string[],
  flags: CheckFlags,
  { terminal, setExitCode }: CommandContext,
): Promise<void> {
  const [first] = words;
  if (first?.startsWith('-')) throw usage(`unknown option '${first.split('=')[0]}'`);
  const sources: Sources = {
    ...(await inputsIn(words)),
    ...(flags.file !== undefined && { file: await readText(flags.file) }),
    ...(flags.environment !== undefined && { environment: await readText(flags.environment) }),
    ...(flags.elasticsearchYml !== undefined && { elasticsearchYml: await readText(flags.elasticsearchYml) }),
    ...(flags.serverCommand !== undefined && { server: await readText(flags.serverCommand) }),
  };
  if (Object.keys(sources).length === 0) throw usage('there is nothing to check');
  const result = await check(sources, {
    stackVersion: judgedVersion(flags.stackVersion, terminal),
    fips: flags.fips ?? false,
    now: new Date(),
    ...(flags.keystorePasswordFile !== undefined && {
      keystorePassword: textOf(await readWhole(flags.keystorePasswordFile)).replace(/\r?\n$/, ''),
    }),
    root: flags.root,
    serverRoot: flags.serverRoot,
  });
  terminal.print(await printed(result, flags.json ? 'json' : flags.format, terminal));
  if (result.findings.some(({ severity }) => severity === 'error')) setExitCode(1);
}

const usage = (message: string): CertlabError =>
  new CertlabError({
    code: 'ERR_USAGE',
    message,
    hint: 'name files, or write the whole command behind --; see fleet-certlab check --help',
  });

async function readText(path: string): Promise<NamedText> {
  return { name: path, text: textOf(await readWhole(path)) };
}

async function printed(result: CheckResult, format: CheckFlags['format'], terminal: Terminal): Promise<string> {
  if (format === 'text') return checkText(result, terminal.colour, terminal.output.columns ?? 100);
  if (format === 'json') return JSON.stringify({ version: 1, ...result }, null, 2);
  const { sarifLog } = await import('./sarif.js');
  return JSON.stringify(sarifLog(result, packageVersion(), process.cwd()), null, 2);
}
