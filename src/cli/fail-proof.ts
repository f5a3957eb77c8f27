import type { Proof } from '../proof/types.js';
import type { CommandContext } from './context.js';
import { shortest } from './end-screen.js';
import { failedCasesText } from './failed-cases.js';
import { findingsText } from './findings-text.js';
import { invocation } from './invocation.js';

/** The deployment is in place all the same, so that what is wrong with it can be looked at. */
export function failProof(proof: Proof, folder: string, { terminal, setExitCode }: CommandContext): void {
  const { colourError: colour, error } = terminal;
  const texts = [
    failedCasesText(proof.cases, colour, error.columns),
    findingsText(proof.findings, colour, error.columns),
  ];
  for (const text of texts.filter(Boolean)) terminal.say(`\n${text}`);
  terminal.problem({
    code: 'ERR_PROOF',
    message: 'the proof found something wrong: do not install these bundles',
    hint: `${invocation().join(' ')} verify ${shortest(folder)} shows every link and case`,
  });
  setExitCode(1);
}
