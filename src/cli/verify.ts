import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StackVersion } from '../deployment/types.js';
import { nearestKnownVersion } from '../deployment/versions.js';
import { CertlabError } from '../errors.js';
import { readInventory } from '../make/open.js';
import { proveDeployment } from '../proof/prove.js';
import { renderMatrix, summariseProof } from '../proof/summary.js';
import type { Proof } from '../proof/types.js';
import { renderReport } from '../report/page.js';
import { replaceFile } from '../store/write.js';
import type { CommandContext } from './context.js';
import { proofLine } from './end-screen.js';
import { failedCasesText } from './failed-cases.js';
import { groupFindings, groupsText } from './grouped-findings.js';
import { showProgress } from './terminal/progress.js';
import { quietTerminal, type Terminal } from './terminal/terminal.js';

/** Flags of `verify`, as commander hands them over. */
export interface VerifyFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/**
 * `fleet-certlab verify`: proves bundles as they are on disk now, and renews the report page of a deployment's folder.
 * Ends with 1 when a link or a rule fails.
 *
 * @throws CertlabError ERR_READ when there is nothing to read at a path
 */
export async function runVerify(
  paths: readonly string[],
  flags: VerifyFlags,
  { terminal: loud, signal, setExitCode }: CommandContext,
): Promise<void> {
  const terminal = flags.quiet ? quietTerminal(loud) : loud;
  const now = new Date();
  const progress = showProgress(terminal, 'handshakes');
  const stackVersion = await versionFor(paths);
  const options = { now, signal, onProgress: progress.update, ...(stackVersion && { stackVersion }) };
  const proof = await proveDeployment(paths, options).finally(progress.end);
  if (flags.json) terminal.print(JSON.stringify(proof, null, 2));
  else if (!flags.quiet) terminal.print(proofText(proof, flags.verbose ?? false, terminal));
  for (const path of paths) {
    if (!(await isFolder(path))) continue;
    const reason = await renewReport(path, proof, now);
    if (reason !== undefined) terminal.notice(`the report page is not renewed: ${reason}`);
  }
  if (proof.ok) return;
  if (flags.quiet) terminal.problem({ code: 'ERR_PROOF', message: summariseProof(proof) });
  setExitCode(1);
}

/** The version that a deployment was made for, of which this is the folder, its `bundles/` or a zip in there. */
async function versionFor(paths: readonly string[]): Promise<StackVersion | undefined> {
  for (const folder of paths.flatMap((path) => [path, dirname(path), dirname(dirname(path))])) {
    const inventory = await readInventory(folder).catch(() => undefined);
    if (inventory) return nearestKnownVersion(inventory.stackVersion).version;
  }
  return undefined;
}

/** What explains the failures first; failures that nothing explains, or all with `verbose`. */
function proofText(proof: Proof, verbose: boolean, terminal: Terminal): string {
  const {
    colour,
    output: { columns },
  } = terminal;
  const groups = groupFindings(proof.findings, proof.cases);
  const explained = new Set(groups.flatMap(({ failures }) => failures));
  const failed = failedCasesText(
    verbose ? proof.cases : proof.cases.filter((one) => !explained.has(one)),
    colour,
    columns,
  );
  const count = proof.cases.filter(({ ok }) => !ok).length;
  const findings = groupsText(groups, { verbose, failed: count }, colour, columns);
  return [
    renderMatrix(proof),
    ...[findings, failed].filter((text) => text !== '').flatMap((text) => ['', text]),
    '',
    proofLine(proof, terminal),
  ].join('\n');
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (one) => one.isDirectory(),
    () => false,
  );

/** The proof stands without its page: a folder that may only be read is no failure. Returns why there is no page. */
async function renewReport(folder: string, proof: Proof, now: Date): Promise<string | undefined> {
  try {
    const inventory = await readInventory(folder);
    await replaceFile(join(folder, 'report.html'), renderReport({ inventory, proof, now }));
    return undefined;
  } catch (error) {
    if (error instanceof CertlabError) return error.problems.map(({ message }) => message).join('; ');
    throw error;
  }
}
