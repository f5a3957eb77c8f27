import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCreate } from '../../src/cli/create.js';
import { fakeTerminal } from '../helpers/terminal.js';

const FAILED = {
  link: 'agent-to-fleet-server',
  client: 'agent-web-01',
  server: 'fleet-server-fleet.example.com',
  case: 'stranger-client',
  tls: 'TLSv1.3',
  serverName: 'fleet.example.com',
  expected: 'refuse',
  outcome: 'accept',
  reason: 'both ends read a byte',
  ok: false,
};
vi.mock('../../src/proof/prove.js', () => ({
  proveDeployment: async () => ({ cases: [FAILED], findings: [], links: [], installs: [], ok: false }),
}));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certlab-create-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const ANSWERS = {
  mode: 'mutual',
  'fleet-url': ['https://fleet.example.com:8220'],
  'es-url': ['https://es.example.com'],
};

async function create(flags: { readonly quiet?: boolean; readonly json?: boolean }) {
  const terminal = fakeTerminal();
  const exitCodes: number[] = [];
  const context = {
    terminal,
    signal: new AbortController().signal,
    setExitCode: (code: number) => void exitCodes.push(code),
  };
  await runCreate(ANSWERS, { out: join(folder, 'lab'), verify: true, ...flags }, context);
  return { ...terminal.written(), exitCodes };
}

describe('a proof that fails at the end of create', () => {
  it('ends with 1, says which case, why and what to do, and leaves the deployment to be looked at', async () => {
    const { output, error, exitCodes } = await create({});
    expect(exitCodes).toEqual([1]);
    expect(output).toContain('1 not as they must');
    expect(error).toContain('FAILED agent-to-fleet-server');
    expect(error).toMatch(/^ {2}case +stranger-client$/m);
    expect(error).toMatch(/^ {2}cause /m);
    expect(error).toMatch(/^error: the proof found something wrong: do not install these bundles$/m);
    expect(error).toMatch(/^hint: fleet-certlab verify .*lab/m);
    expect(await readdir(folder)).toEqual(['lab']);
  });

  it('is said with --quiet too', async () => {
    const { output, error, exitCodes } = await create({ quiet: true });
    expect({ output, exitCodes }).toEqual({ output: '', exitCodes: [1] });
    expect(error).toMatch(/^error: the proof found something wrong/);
  });

  it('is in what machines read', async () => {
    const { output, exitCodes } = await create({ json: true });
    expect(exitCodes).toEqual([1]);
    expect(JSON.parse(output).proof).toMatchObject({ ok: false, handshakes: 1, notAsExpected: 1 });
  });
});
