import { PLACEHOLDERS } from '../elastic/command.js';

/** What an install command needs and a bundle may not know: asked for on the host, never written into the script. */
export interface Answer {
  readonly flag: string;
  /** What stands in the command until it is filled in. */
  readonly placeholder: string;
  /** The environment variable that gives it: the container's name for the same thing. */
  readonly variable: string;
  readonly label: string;
  /** Where it comes from, as the beginning of a sentence. */
  readonly source: string;
  /** The answer of the deployment that may give it, and the file of the bundle that then holds it. */
  readonly token?: 'serviceToken' | 'enrollmentToken';
  readonly file?: string;
  /** Not shown while it is typed. */
  readonly hidden: boolean;
}

const ANSWERS: readonly Answer[] = [
  {
    flag: '--fleet-server-service-token',
    placeholder: PLACEHOLDERS.serviceToken,
    variable: 'FLEET_SERVER_SERVICE_TOKEN',
    label: 'Fleet Server service token',
    source:
      'Kibana makes a service token under **Fleet > Settings > Add Fleet Server**, in its **Advanced** tab, and shows it once.',
    token: 'serviceToken',
    file: 'tokens/service-token',
    hidden: true,
  },
  {
    flag: '--fleet-server-policy',
    placeholder: PLACEHOLDERS.fleetPolicy,
    variable: 'FLEET_SERVER_POLICY_ID',
    label: 'Fleet Server policy ID',
    source:
      'A policy with the Fleet Server integration is made under **Fleet > Agent policies**; its ID is the last part of the address of its page.',
    hidden: false,
  },
  {
    flag: '--enrollment-token',
    placeholder: PLACEHOLDERS.enrollmentToken,
    variable: 'FLEET_ENROLLMENT_TOKEN',
    label: 'enrollment token',
    source: 'Each agent policy has an enrollment token, shown under **Fleet > Enrollment tokens**.',
    token: 'enrollmentToken',
    file: 'tokens/enrollment-token',
    hidden: true,
  },
];

/** The answers that a command still waits for: those whose placeholder it holds. */
export function answersOf(words: readonly string[]): Answer[] {
  return ANSWERS.filter(({ flag, placeholder }) => words.includes(`${flag}=${placeholder}`));
}
