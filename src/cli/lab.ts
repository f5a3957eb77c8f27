import { randomBytes } from 'node:crypto';
import type { ChalkInstance } from 'chalk';
import { nearest } from '../deployment/nearest.js';
import { CertlabError } from '../errors.js';
import { FAULT_TOPICS, FAULTS } from '../lab/catalogue/index.js';
import { sayingsOf } from '../lab/page.js';
import type { Fault } from '../lab/types.js';
import type { CommandContext } from './context.js';
import { count } from './count.js';
import { invocation } from './invocation.js';
import { fold } from './terminal/fold.js';

/** Flags of `lab break`. */
export interface BreakFlags {
  readonly fault: string;
  readonly out: string;
}

/**
 * `fleet-certlab lab list`: every fault, or one with what the programs say about it.
 *
 * @throws CertlabError ERR_USAGE for a fault that is not in the catalogue
 */
export function listFaults(id: string | undefined, flags: { json?: boolean }, { terminal }: CommandContext): void {
  const one = id === undefined ? undefined : faultById(id);
  if (flags.json) terminal.print(JSON.stringify(one ?? FAULTS, null, 2));
  else if (one) terminal.print(faultText(one, terminal.colour, terminal.output.columns));
  else {
    const { columns } = terminal.output;
    const inside = columns === undefined ? undefined : columns - 2;
    const topics = FAULT_TOPICS.map(({ title, faults }) => {
      const summaries = faults.map((fault) => indented(summary(fault, terminal.colour, inside)));
      return [terminal.colour.bold(title), ...summaries].join('\n');
    });
    terminal.print([...topics, count(FAULTS.length, 'fault')].join('\n\n'));
  }
}

/** @param columns the terminal's width; absent in a pipe, where every line stays whole */
function summary(fault: Fault, { cyan, dim }: ChalkInstance, columns: number | undefined): string {
  const { id, title, done } = fault;
  const line = (text: string): string => `  ${columns === undefined ? text : fold(text, columns, 2)}`;
  return [cyan(id), line(title), dim(line(done)), dim(line(`found by ${foundBy(fault)}`))].join('\n');
}

function faultText(fault: Fault, colour: ChalkInstance, columns: number | undefined): string {
  const said = sayingsOf(fault.says).map(({ who, end, text }) =>
    text === undefined ? `  ${who}: nothing` : `  ${who}, at the ${end}: ${text}`,
  );
  return [
    summary(fault, colour, columns),
    ...(said.length > 0 ? [`  on ${fault.link} they say`, ...indented(said.join('\n')).split('\n')] : []),
  ].join('\n');
}

const indented = (text: string): string => text.replaceAll(/^/gm, '  ');

const foundBy = ({ rules }: Fault): string => `verify and check: ${rules.join(', ')}`;

/**
 * `fleet-certlab lab break`.
 *
 * @throws CertlabError ERR_USAGE for a fault that is not in the catalogue, and what breakDeployment throws
 */
export async function runBreak(folder: string, flags: BreakFlags, { terminal }: CommandContext): Promise<void> {
  const fault = faultById(flags.fault);
  const { breakDeployment } = await import('../lab/break.js');
  await breakDeployment(folder, fault, flags.out, { environment: process.env, now: new Date(), randomBytes });
  terminal.print(`${flags.out} is a copy of ${folder} in which one thing is wrong`);
  terminal.say(`find it with: ${invocation().join(' ')} verify ${flags.out}`);
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
