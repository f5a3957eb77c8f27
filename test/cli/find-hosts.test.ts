import { describe, expect, it } from 'vitest';
import { findHosts } from '../../src/cli/find-hosts.js';
import { planDeployment } from '../../src/plan/plan.js';
import { deployment } from '../helpers/deployment.js';

const { hosts } = planDeployment(deployment(), new Date('2026-11-24T10:00:00Z'));
const idsOf = (asked: string) => findHosts(hosts, asked).map(({ id }) => id);

describe('a host that is asked for', () => {
  it.each([
    ['fleet.example.com', 'fleet-server-fleet.example.com'],
    ['https://fleet.example.com:8220/', 'fleet-server-fleet.example.com'],
    ['FLEET-SERVER-fleet.example.com.zip', 'fleet-server-fleet.example.com'],
    ['web-01', 'agent-web-01'],
  ])('as %s is %s', (asked, id) => {
    expect(idsOf(asked)).toEqual([id]);
  });

  it('and that nobody is, is refused with the nearest name', () => {
    expect(() => findHosts(hosts, 'wbe-01')).toThrow(
      expect.objectContaining({
        problems: [expect.objectContaining({ code: 'ERR_INPUT', hint: 'did you mean web-01?' })],
      }),
    );
  });

  it('by a URL with a password is refused without the password', () => {
    expect(() => findHosts(hosts, 'https://elastic:hunter2@nowhere.example.com')).toThrow(
      'no host of this deployment is called "https://***@nowhere.example.com"',
    );
  });
});
