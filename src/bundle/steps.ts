import type { HostRole } from '../plan/types.js';
import { AGENT_STEPS } from './agent-steps.js';
import { forElasticsearch, forKibana } from './stack-steps.js';
import type { Step, StepInput, Steps } from './step-parts.js';

const BY_ROLE: Readonly<Partial<Record<HostRole, Steps>>> = { elasticsearch: forElasticsearch, kibana: forKibana };

/** The numbered steps of a bundle's README. */
export function stepsFor(input: StepInput): readonly Step[] {
  return (BY_ROLE[input.host.role] ?? AGENT_STEPS[input.host.platform])(input);
}
