import type { Answers } from './answers.js';
import { QUESTIONS } from './questions.js';
import type { Deployment } from './types.js';

/**
 * The words behind the program's name that ask nothing and make the same deployment. They hold no secret: answers
 * never do, only the names of files that may. A passphrase taken from the environment must be there again.
 *
 * @param deploymentFile the deployment.yml that was written, for agents that no flag can describe
 */
export function equivalentCommand(
  deployment: Deployment,
  answers: Answers,
  deploymentFile = 'deployment.yml',
): string[] {
  const byFlags = answers['agents-file'] !== undefined || deployment.agents.every(isPlain);
  if (!byFlags) return ['create', '--config', deploymentFile];
  const flags = QUESTIONS.flatMap(({ name, placeholder }) => {
    const answer = answers[name];
    if (answer === undefined) return [];
    if (placeholder === undefined) return String(answer) === 'true' ? [`--${name}`] : [];
    const values = Array.isArray(answer) ? (answer as readonly unknown[]) : [answer];
    return values.flatMap((value) => [`--${name}`, textOf(value)]);
  });
  return ['create', ...flags];
}

/** What --agent can say: a name, on Linux. */
const isPlain = ({ platform, altNames }: Deployment['agents'][number]): boolean =>
  platform === 'linux' && altNames.length === 0;

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : String(value);
