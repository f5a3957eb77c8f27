import { expect, it } from 'vitest';
import { invocation } from '../../src/cli/invocation.js';

it('a command is printed as this run was started', () => {
  expect(invocation({ npm_lifecycle_event: 'start' })).toEqual(['npm', 'start', '--']);
  expect(invocation({ npm_lifecycle_event: 'test' })).toEqual(['fleet-certlab']);
  expect(invocation({})).toEqual(['fleet-certlab']);
});
