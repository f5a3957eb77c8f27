import type { AuthorityName } from './types.js';

/** How far a CA is replaced: what hosts trust, and what signs. */
interface Phase {
  readonly trusts: readonly Age[];
  readonly signs: Age;
}

type Age = 'old' | 'new';

/** One step of a rollout: every host may be visited in any order within it, and none has to be visited twice. */
export interface RolloutStep {
  /** What hosts do when the step is done, as the rest of a sentence about them. */
  readonly title: string;
  readonly phase: Phase;
}

/**
 * Replaces CAs while everything runs: trust is extended before anything new is presented, and shrinks after everything old
 * is gone. Which hosts a step reaches follows from the links: those that trust the CA, and those whose certificates it signs.
 * On a mutual link both sides trust, so that both are extended in the first step.
 */
export const ROTATION: readonly RolloutStep[] = [
  { title: 'trust the new CA beside the old one', phase: { trusts: ['old', 'new'], signs: 'old' } },
  { title: 'present certificates of the new CA', phase: { trusts: ['old', 'new'], signs: 'new' } },
  { title: 'no longer trust the old CA', phase: { trusts: ['new'], signs: 'new' } },
];

/** Before the first step. */
const BEFORE: Phase = { trusts: ['old'], signs: 'old' };

/** The last step before `step` at which old CAs signed; undefined while they are trusted. */
export function lastPresenting(step: number): number | undefined {
  if (ROTATION[step - 1]?.phase.trusts.includes('old') ?? true) return undefined;
  return ROTATION.findLastIndex(({ phase }) => phase.signs === 'old') + 1;
}

/** A CA that is replaced, by the numbers of its generations. */
export interface RotatedAuthority {
  readonly name: AuthorityName;
  readonly from: number;
  readonly to: number;
}

interface Generation {
  readonly name: AuthorityName;
  readonly generation: number;
  readonly signs: boolean;
  readonly trusted: boolean;
}

/**
 * The CAs of a deployment at a step of a rotation. Those that it does not replace stay as they are.
 *
 * @param step from 1; 0 is before the first
 */
export function authoritiesAt<CA extends Generation>(
  authorities: readonly CA[],
  rotated: readonly RotatedAuthority[],
  step: number,
): CA[] {
  const { trusts, signs } = ROTATION[step - 1]?.phase ?? BEFORE;
  return authorities.map((one) => {
    const rotation = rotated.find(({ name }) => name === one.name);
    if (rotation === undefined) return one;
    const age = ages(rotation).find(([, generation]) => generation === one.generation)?.[0];
    return { ...one, trusted: age !== undefined && trusts.includes(age), signs: age === signs };
  });
}

const ages = ({ from, to }: RotatedAuthority): readonly (readonly [Age, number])[] => [
  ['old', from],
  ['new', to],
];
