import { expect, it } from 'vitest';
import { shown } from '../../src/deployment/shown.js';
import { messagesOf } from './support.js';

it.each([
  'https://user:hunter2@fleet.example.com',
  'https://hunter2@fleet.example.com',
  'https://user:hun/hunter2@fleet.example.com',
  'https://user:hunter2@2@fleet.example.com',
  'https:/user:hunter2@fleet.example.com',
  'https:\\\\user:hunter2@fleet.example.com',
  'https:user:hunter2@fleet.example.com',
  'user:hunter2@fleet.example.com',
  'u:hunter2@fleet.example.com',
  'https://user:hunter2\n@fleet.example.com',
])('the password in %j is not repeated in the error', async (url) => {
  const messages = await messagesOf({ 'fleet-url': [url] });
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain('***@fleet.example.com');
  expect(messages[0]).not.toContain('hunter2');
});

it.each(['C:\\tls\\a@b c', '/srv/a@b c', 'fe80::1%eth0', 'fleet@example'])('%j is shown as it was written', (text) => {
  expect(shown(text)).toBe(JSON.stringify(text));
});
