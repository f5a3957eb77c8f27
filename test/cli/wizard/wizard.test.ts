import { screen } from '@inquirer/testing/vitest';
import { describe, expect, it, vi } from 'vitest';
import { openPrompts } from '../../../src/cli/wizard/prompts.js';
import { runWizard } from '../../../src/cli/wizard/wizard.js';
import type { Answers } from '../../../src/deployment/answers.js';
import { QUESTIONS } from '../../../src/deployment/questions.js';
import { fakeTerminal } from '../../helpers/terminal.js';

const FLEET = 'https://fleet.example.com:8220';
const ES = 'https://es.example.com:9200';

interface Asking {
  readonly given?: Answers;
  readonly defaults?: Answers;
  readonly signal?: AbortSignal;
}

/** Runs the wizard on the simulated screen. */
async function wizard({ given = {}, defaults = {}, signal = new AbortController().signal }: Asking = {}) {
  const prompts = await openPrompts(fakeTerminal({ interactive: true }), signal);
  const options = { questions: QUESTIONS, given, defaults };
  return runWizard(prompts, { ...options, validate: async (question, text) => question.validate(text) });
}

/** Waits until the screen shows a text. */
async function shown(text: string): Promise<void> {
  await vi.waitFor(() => expect(screen.getScreen()).toContain(text), { timeout: 10_000, interval: 1 });
}

/** Waits for a question and types an answer to it; nothing is Enter alone. */
async function answer(question: string, text = ''): Promise<void> {
  await shown(`? ${question}`);
  if (text !== '') screen.type(text);
  screen.keypress('enter');
}

const leave = (): void => screen.keypress({ name: 'c', ctrl: true });

const CANCELLED = { code: 'ERR_CANCELLED', message: 'cancelled; nothing was written' };

describe('the wizard', () => {
  it('ends in a mutual deployment when only the two URLs are typed', async () => {
    const answers = wizard();
    await answer('Who shows a certificate?');
    await answer('Name');
    await answer('Fleet Server', FLEET);
    await answer('Elasticsearch', ES);
    await answer('Kibana');
    await answer("Agents' Linux hosts");
    await answer('File that lists');
    await answer('Version');
    await answer('Encrypt');
    expect(await answers).toEqual({
      mode: 'mutual',
      name: 'fleet',
      'fleet-url': [FLEET],
      'es-url': [ES],
      'stack-version': '9.5',
      'agent-key-passphrase': 'generate',
    });
  });

  it('explains both modes before one is chosen', async () => {
    const answers = wizard();
    await shown('mutual   servers and clients');
    await shown('one-way  servers only');
    leave();
    await expect(answers).rejects.toMatchObject(CANCELLED);
  });

  it('asks for no passphrase where agents have no keys', async () => {
    const answers = wizard({ given: { name: 'lab', 'fleet-url': [FLEET], 'es-url': [ES], agent: ['web-01'] } });
    await shown('? Who shows');
    screen.keypress('down');
    await answer('Who shows');
    await answer('Kibana');
    await answer('Version');
    expect(await answers).toMatchObject({ mode: 'one-way' });
    expect(await answers).not.toHaveProperty('agent-key-passphrase');
  });

  it('asks nothing that was answered before', async () => {
    const given = { mode: 'one-way', name: 'lab', 'es-url': [ES], agent: ['web-01'], 'stack-version': '8.19' };
    const answers = wizard({ given });
    await answer('Fleet Server', FLEET);
    await answer('Kibana', 'https://kibana.example.com');
    expect(await answers).toEqual({ ...given, 'fleet-url': [FLEET], 'kibana-url': 'https://kibana.example.com' });
  });

  it('takes several answers in one line, by spaces or commas', async () => {
    const answers = wizard({ given: { mode: 'one-way', name: 'lab', 'fleet-url': [FLEET], 'es-url': [ES] } });
    await answer('Kibana');
    await answer("Agents' Linux hosts", 'web-01, db-01  mail-01');
    await answer('Version');
    expect((await answers).agent).toEqual(['web-01', 'db-01', 'mail-01']);
  });

  it('needs an answer where nothing works without one, and shows what one looks like', async () => {
    const answers = wizard({ given: { mode: 'mutual', name: 'lab' } });
    await answer('Fleet Server');
    await shown('an answer is needed, as https://fleet.example.com:8220');
    leave();
    await expect(answers).rejects.toMatchObject(CANCELLED);
  });

  it('judges an answer as the flag would, and names the part that is wrong', async () => {
    const answers = wizard({ given: { mode: 'mutual', name: 'lab' } });
    await answer('Fleet Server', `${FLEET} http://fleet-2.example.com`);
    await shown('http://fleet-2.example.com: is not encrypted');
    leave();
    await expect(answers).rejects.toMatchObject(CANCELLED);
  });

  const SERVERS = { name: 'lab', 'fleet-url': [FLEET], 'es-url': [ES], 'kibana-url': ES, agent: ['web-01'] };

  it('says at once that a version is too old for mutual TLS', async () => {
    const answers = wizard({ given: { ...SERVERS, mode: 'mutual' } });
    await answer('Version', '8.12');
    await shown('mutual TLS needs 8.13 or later');
    leave();
    await expect(answers).rejects.toMatchObject(CANCELLED);
  });

  it('takes the same version for one-way TLS', async () => {
    const answers = wizard({ given: { ...SERVERS, mode: 'one-way' } });
    await answer('Version', '8.12');
    expect(await answers).toMatchObject({ 'stack-version': '8.12' });
  });

  it('offers the answers of the round before', async () => {
    const defaults = { mode: 'one-way', name: 'fleet-2', 'fleet-url': [FLEET, 'https://fleet-b.example.com:8220'] };
    const answers = wizard({ given: { 'es-url': [ES], agent: ['web-01'] }, defaults });
    await answer('Who shows');
    await answer('Name of this deployment: (fleet-2)');
    await answer(`Fleet Server's URL (or several): (${FLEET} https://fleet-b.example.com:8220)`);
    await answer('Kibana');
    await answer('Version');
    expect(await answers).toMatchObject(defaults);
  });

  it('ends when a signal asks the program to end', async () => {
    const interrupt = new AbortController();
    const answers = wizard({ signal: interrupt.signal });
    await shown('? Who shows');
    interrupt.abort();
    await expect(answers).rejects.toMatchObject(CANCELLED);
  });

  it('never opens where nobody can answer', async () => {
    const signal = new AbortController().signal;
    await expect(openPrompts(fakeTerminal(), signal)).rejects.toMatchObject({ code: 'ERR_USAGE' });
  });
});
