import type { Proven } from '../../make/prove.js';
import type { RolloutCase, RolloutProof } from '../../proof/rollout.js';
import { proofLine } from '../end-screen.js';
import type { Terminal } from '../terminal/terminal.js';

/** More failures than this are of the same kind. */
const LISTED = 8;

/** Whether a step, and the rollout to it, may be installed. */
export const isProved = ({ proof, rollout }: Proven): boolean => proof.ok && (rollout?.ok ?? true);

/** The proof in a line, and that of the rollout below it. */
export function provenLines(proven: Proven | undefined, terminal: Pick<Terminal, 'colour' | 'output'>): string[] {
  if (proven === undefined) return [];
  const { proof, rollout } = proven;
  return ['', proofLine(proof, terminal), ...(rollout ? rolloutLines(rollout, terminal) : [])];
}

function rolloutLines({ cases, ok }: RolloutProof, { colour }: Pick<Terminal, 'colour'>): string[] {
  const pairs = cases.filter(({ presents }) => presents === 'own');
  const retired = cases.filter(({ presents }) => presents !== 'own');
  const failed = cases.filter((one) => !one.ok);
  const line = [
    `rollout: ${pairs.length} handshakes between hosts at the last step and at this one, ${good(pairs)} accepted`,
    ...(retired.length === 0 ? [] : [`${retired.length} with a retired CA, ${good(retired)} correctly rejected`]),
  ].join('; ');
  return [
    ok ? colour.green(line) : colour.red(line),
    ...failed.slice(0, LISTED).map((one) => `  ${caseText(one)}`),
    ...(failed.length > LISTED ? [`  and ${failed.length - LISTED} more`] : []),
  ];
}

const good = (cases: readonly RolloutCase[]): number => cases.filter(({ ok }) => ok).length;

const caseText = ({ client, clientAt, server, serverAt, tls, outcome, presents, reason }: RolloutCase): string =>
  `${client} (${clientAt}) to ${server} (${serverAt}), ${tls}: ${outcome === 'accept' ? 'accepted' : 'rejected'}${presents === 'own' ? '' : ` with a ${presents}`}, ${reason}`;
