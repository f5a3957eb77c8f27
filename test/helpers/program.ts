import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built program, as `npm start` runs it. */
export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  /** What is piped in; nothing unless given. */
  readonly stdin?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs the program to its end, without a terminal. */
export async function runProgram(words: readonly string[], options: RunOptions): Promise<Ended> {
  const child = startProgram(words, options);
  child.stdin?.end(options.stdin ?? '');
  return ended(child);
}

export function startProgram(words: readonly string[], { cwd, environment }: RunOptions): ChildProcess {
  return spawn(process.execPath, [MAIN, ...words], { cwd, env: { ...process.env, ...environment } });
}

/** Collects what a program writes until it ends. */
export async function ended(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => (stdout += chunk));
  child.stderr?.on('data', (chunk) => (stderr += chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

/** A folder of its own to run in, which `remove` takes away. */
export async function workFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'certlab-run-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
