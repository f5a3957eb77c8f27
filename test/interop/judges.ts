import { spawn } from 'node:child_process';
import type { Job } from './connections.js';

/** A program that judges, or why it cannot be built here. */
export type Judge = { readonly command: readonly string[] } | { readonly missing: string };

export const JUDGE_NAMES = [
  'go',
  'goBefore',
  'goFips',
  'elasticsearch8',
  'elasticsearch9',
  'pythonSsl',
  'pythonCryptography',
  'openssl',
  'certtool',
] as const;
export type JudgeName = (typeof JUDGE_NAMES)[number];
export type Judges = Readonly<Record<JudgeName, Judge>>;

/** What a judge says about a job. */
export interface Verdict {
  readonly id: string;
  readonly accepted: boolean;
  /** Why an end would not start with its files. */
  readonly serverLoad?: string;
  readonly clientLoad?: string;
  /** What each end said about the connection. */
  readonly server?: string;
  readonly client?: string;
  readonly log?: readonly string[];
}

/** All jobs in one process. */
export const judgeAll = async (command: readonly string[], jobs: readonly Job[]): Promise<Verdict[]> =>
  JSON.parse(await run([...command, 'handshake'], { input: JSON.stringify(jobs) }));

export interface RunOptions {
  readonly input?: string;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Runs a program to its end.
 *
 * @returns what it wrote to stdout
 * @throws Error with what it wrote to stderr, when it is not there or fails
 */
export function run(
  [program, ...words]: readonly string[],
  { input = '', ...options }: RunOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program!, words, options);
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk) => stdout.push(chunk));
    child.stderr.on('data', (chunk) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(stdout).toString());
      else reject(new Error(`${program} ended with ${code}: ${Buffer.concat(stderr).toString().trim()}`));
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
