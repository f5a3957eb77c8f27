import type { Plan, PlannedHost } from '../plan/types.js';
import type { Answer } from './answers.js';

/** One numbered step of a README: a sentence, and what to type or to merge. */
export interface Step {
  readonly text: string;
  readonly language?: 'sh' | 'powershell' | 'yaml';
  readonly code?: string;
}

/** What the steps of a host are made from. */
export interface StepInput {
  readonly plan: Plan;
  readonly host: PlannedHost;
  /** The install command as it is printed, for hosts with an agent. */
  readonly command: string;
  /** What the install command still needs. */
  readonly answers: readonly Answer[];
  /** Settings to merge, for Elasticsearch and Kibana. */
  readonly settings: string;
}

export type Steps = (input: StepInput) => readonly Step[];

/** The last step. */
export const cleanUp = (host: PlannedHost): Step => ({
  text: `When everything works, delete this folder and the zip from this host${
    host.certificates.length > 0 ? ': both hold private keys' : ''
  }.`,
});
