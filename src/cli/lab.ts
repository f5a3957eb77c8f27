import { randomBytes } from 'node:crypto';
import { nearest } from '../deployment/nearest.js';
import { CertlabError } from '../errors.js';
import { breakDeployment } from '../lab/break.js';
import { FAULT_TOPICS, FAULTS } from '../lab/catalogue/index.js';
import type { Fault } from '../lab/types.js';
import type { CommandContext } from './context.js';
import { count } from './count.js';
import type { BreakFlags } from './lab-command.js';

/** `fleet-certlab lab list`. */
export function listFaults(flags: { json?: boolean }, { terminal }: CommandContext): void {
  if (flags.json) {
    terminal.print(JSON.stringify(FAULTS, null, 2));
    return;
  }
  const { bold, cyan, dim } = terminal.colour;
  for (const { title, faults } of FAULT_TOPICS) {
    terminal.print(bold(title));
    for (const fault of faults) {
      terminal.print(`  ${cyan(fault.id)}`);
      terminal.print(`    ${fault.title}`);
      terminal.print(dim(`    ${fault.done}`));
      terminal.print(dim(`    found by ${foundBy(fault)}`));
    }
    terminal.print('');
  }
  terminal.print(count(FAULTS.length, 'fault'));
}

function foundBy({ verify, check = [] }: Fault): string {
  const by = [verify.length > 0 && `verify: ${verify.join(', ')}`, check.length > 0 && `check: ${check.join(', ')}`];
  return by.filter((part) => part !== false).join('; ');
}

/**
 * `fleet-certlab lab break`.
 *
 * @throws CertlabError ERR_USAGE for a fault that is not in the catalogue, and what breakDeployment throws
 */
export async function runBreak(folder: string, flags: BreakFlags, { terminal }: CommandContext): Promise<void> {
  const fault = faultById(flags.fault);
  await breakDeployment(folder, fault, flags.out, { environment: process.env, now: new Date(), randomBytes });
  terminal.print(`${flags.out} is a copy of ${folder} in which one thing is wrong`);
  terminal.say(`find it with: fleet-certlab verify ${flags.out}`);
}

/** @throws CertlabError ERR_USAGE naming the nearest fault */
export function faultById(id: string): Fault {
  const fault = FAULTS.find((one) => one.id === id);
  if (fault) return fault;
  const close = nearest(
    id,
    FAULTS.map((one) => one.id),
  );
  throw new CertlabError({
    code: 'ERR_USAGE',
    message: `there is no fault ${JSON.stringify(id)}`,
    hint: close === undefined ? 'see fleet-certlab lab list' : `did you mean ${close}? see fleet-certlab lab list`,
  });
}
