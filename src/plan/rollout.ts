import { CLIENT_AUTHS, type ClientAuth, type Deployment } from '../deployment/types.js';
import type { AuthorityName } from './types.js';

type Age = 'old' | 'new';

/** How far a CA is replaced: what hosts trust, and what signs. */
interface Phase {
  readonly trusts: readonly Age[];
  readonly signs: Age;
}

/** The answers about client certificates. */
export type ClientAuthAnswers = Pick<Deployment, 'mode' | 'clientAuth' | 'esClientAuth'>;

/** A CA that is replaced, by the numbers of its generations. */
export interface RotatedAuthority {
  readonly name: AuthorityName;
  readonly from: number;
  readonly to: number;
}

/** What a rollout is about: CAs, or client certificates. */
export interface RolloutSubject {
  readonly authorities: readonly RotatedAuthority[];
  readonly clientAuth?: { readonly from: ClientAuthAnswers; readonly to: ClientAuthAnswers };
}

/** One step of a rollout: hosts may be visited in any order within it. */
export interface RolloutStep {
  /** What hosts do when the step is done, as the rest of a sentence about them. */
  readonly title: string;
  readonly phase: Phase;
  /** The answers from this step on. */
  readonly answers?: ClientAuthAnswers;
  /** The answers whose files hosts hold already, while commands and settings do not name them yet. */
  readonly holds?: ClientAuthAnswers;
}

/** Before the first step. */
const BEFORE: Phase = { trusts: ['old'], signs: 'old' };

/**
 * Replaces CAs while everything runs: trust is extended before anything new is presented, and shrinks after everything old
 * is gone. Which hosts a step reaches follows from the links: those that trust the CA, and those whose certificates it signs.
 * On a mutual link both sides trust, so that both are extended in the first step.
 */
const ROTATION: readonly RolloutStep[] = [
  { title: 'trust the new CA beside the old one', phase: { trusts: ['old', 'new'], signs: 'old' } },
  { title: 'present certificates of the new CA', phase: { trusts: ['old', 'new'], signs: 'new' } },
  { title: 'no longer trust the old CA', phase: { trusts: ['new'], signs: 'new' } },
];

/** The steps of a rollout, in order. A change of client certificates may have a single step: it needs no rollout. */
export function stepsOf({ clientAuth }: RolloutSubject): readonly RolloutStep[] {
  return clientAuth ? clientAuthSteps(clientAuth.from, clientAuth.to) : ROTATION;
}

/**
 * Client certificates are on every host before a setting names them, and are asked for before they are required. The way
 * down is the same in reverse: nobody stops presenting one while a server requires it.
 */
function clientAuthSteps(from: ClientAuthAnswers, to: ClientAuthAnswers): RolloutStep[] {
  const between = {
    clientAuth: middle(from.clientAuth, to.clientAuth),
    esClientAuth: middle(from.esClientAuth, to.esClientAuth),
  };
  const isRaised = SERVERS.some((server) => from[server] === 'none' && to[server] !== 'none');
  const isDirect = SERVERS.every((server) => between[server] === to[server]);
  const middleMode = from.mode === 'mutual' ? from.mode : to.mode;
  return [
    ...(isRaised ? [{ title: 'hold client certificates, and do not present them yet', phase: BEFORE, holds: to }] : []),
    ...(isDirect
      ? []
      : [
          {
            title: 'present client certificates where a server asks for one; servers accept clients without one',
            phase: BEFORE,
            answers: { ...between, mode: middleMode },
          },
        ]),
    { title: endOf(to), phase: BEFORE, answers: to },
  ];
}

const SERVERS = ['clientAuth', 'esClientAuth'] as const;

/** `optional` between `none` and `required`, in both directions. */
function middle(from: ClientAuth, to: ClientAuth): ClientAuth {
  const distance = Math.abs(CLIENT_AUTHS.indexOf(from) - CLIENT_AUTHS.indexOf(to));
  return distance > 1 ? 'optional' : to;
}

function endOf({ clientAuth, esClientAuth }: ClientAuthAnswers): string {
  const all = [clientAuth, esClientAuth];
  if (all.includes('required')) return 'present client certificates; servers reject clients without one';
  return all.includes('optional')
    ? 'present client certificates where a server asks for one; servers accept clients without one'
    : 'present no client certificates';
}

interface Generation {
  readonly name: AuthorityName;
  readonly generation: number;
  readonly signs: boolean;
  readonly trusted: boolean;
}

/**
 * The CAs of a deployment at a step of a rollout. Those that it does not replace stay as they are.
 *
 * @param step from 1; 0 is before the first
 */
export function authoritiesAt<CA extends Generation>(
  authorities: readonly CA[],
  subject: RolloutSubject,
  step: number,
): CA[] {
  const { trusts, signs } = stepsOf(subject)[step - 1]?.phase ?? BEFORE;
  return authorities.map((one) => {
    const rotation = subject.authorities.find(({ name }) => name === one.name);
    if (rotation === undefined) return one;
    const age = ages(rotation).find(([, generation]) => generation === one.generation)?.[0];
    return { ...one, trusted: age !== undefined && trusts.includes(age), signs: age === signs };
  });
}

const ages = ({ from, to }: RotatedAuthority): readonly (readonly [Age, number])[] => [
  ['old', from],
  ['new', to],
];

/** The answers about client certificates at a step; undefined where the rollout is not about them. */
export function answersAt({ authorities, clientAuth }: RolloutSubject, step: number): ClientAuthAnswers | undefined {
  if (clientAuth === undefined) return undefined;
  const done = stepsOf({ authorities, clientAuth }).slice(0, step);
  return done.findLast(({ answers }) => answers !== undefined)?.answers ?? clientAuth.from;
}

/** The last step before `step` at which old CAs signed; undefined while they are trusted. */
export function lastPresenting(subject: RolloutSubject, step: number): number | undefined {
  const steps = stepsOf(subject);
  if (steps[step - 1]?.phase.trusts.includes('old') ?? true) return undefined;
  return steps.findLastIndex(({ phase }) => phase.signs === 'old') + 1;
}
