import type { Answers } from '../../src/deployment/answers.js';
import { type Resolved, resolveDeployment, type Sources } from '../../src/deployment/resolve.js';
import { CertlabError, type Problem } from '../../src/errors.js';

/** The least that must be answered. */
export const LEAST: Answers = {
  mode: 'mutual',
  'fleet-url': ['https://fleet.example.com:8220'],
  'es-url': ['https://es.example.com:9200'],
};

export interface World {
  readonly files?: Readonly<Record<string, string | Buffer>>;
  readonly stdin?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Files, stdin and environment that exist only here. */
export function sources({ files = {}, stdin = '', environment = {} }: World = {}): Sources {
  return {
    readFile: async (path) => {
      const content = files[path];
      if (content === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
      return Buffer.from(content);
    },
    readStdin: async () => Buffer.from(stdin),
    environment,
  };
}

/** The least, with these answers added or changed. */
export const resolve = (answers: Answers = {}, world?: World): Promise<Resolved> =>
  resolveDeployment({ ...LEAST, ...answers }, sources(world));

export const deploymentOf = async (answers: Answers = {}, world?: World) => (await resolve(answers, world)).deployment;

/** What is wrong with these answers; empty when nothing is. */
export async function problemsOf(answers: Answers, world?: World): Promise<readonly Problem[]> {
  return problemsFrom(() => resolve(answers, world));
}

export async function problemsFrom(run: () => Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await run();
    return [];
  } catch (error) {
    if (error instanceof CertlabError) return error.problems;
    throw error;
  }
}

export const messagesOf = async (answers: Answers, world?: World): Promise<string[]> =>
  (await problemsOf(answers, world)).map(({ message }) => message);
