import { AGENT, BOTH, FLEET_SERVER, flag } from './flag-types.js';

const FROM_8_19 = ['8.19', '9.1'] as const;

/** How the agent enrolls and is installed on its host. */
export const HOST_FLAGS = [
  flag('daemon-timeout', 'duration', BOTH, "how long to wait for the agent's service", {
    variables: ['FLEET_DAEMON_TIMEOUT'],
  }),
  flag(
    'enroll-timeout',
    'duration',
    BOTH,
    'how long enrollment is tried again, TLS errors included; ten minutes unless given',
    { since: FROM_8_19, variables: ['FLEET_ENROLL_TIMEOUT'] },
  ),
  flag('delay-enroll', 'switch', AGENT, 'the agent enrolls when its service first starts'),
  flag('id', 'text', BOTH, "the agent's id, instead of a new one", {
    since: FROM_8_19,
    variables: ['ELASTIC_AGENT_ID'],
  }),
  flag('replace-token', 'text', BOTH, 'what lets this agent take the place of the one with the same id', {
    since: FROM_8_19,
    variables: ['FLEET_REPLACE_TOKEN'],
  }),
  flag('tag', 'texts', BOTH, 'a label of the agent in Fleet', { since: ['8.3'], variables: ['ELASTIC_AGENT_TAGS'] }),
  flag('staging', 'text', BOTH, 'takes artifacts from a build that is not released'),
  flag('skip-daemon-reload', 'switch', BOTH, "leaves the agent's service as it is after enrollment", {
    since: ['8.12'],
  }),
  flag('checkin-on-state-change', 'switch', BOTH, 'the agent reports each change of its state at once', {
    since: ['9.3.6', '9.4.3'],
  }),
  flag('force', 'switch', BOTH, 'replaces what is there, and asks nothing; without a token the agent is not enrolled', {
    shorthand: 'f',
    variables: ['FLEET_FORCE'],
  }),
  flag('non-interactive', 'switch', BOTH, 'asks nothing; without a token the agent is not enrolled', {
    shorthand: 'n',
    installOnly: true,
  }),
  flag('base-path', 'absolutePath', BOTH, 'the folder in which the agent is installed', {
    since: ['8.8'],
    installOnly: true,
  }),
  flag(
    'unprivileged',
    'switch',
    BOTH,
    'the agent runs as elastic-agent-user of the group elastic-agent, who must be able to read its files',
    // Hidden from help before 8.15.
    { since: ['8.12'], installOnly: true },
  ),
  flag('user', 'text', BOTH, 'the user the agent runs as, who must be able to read its files', {
    since: ['8.17'],
    installOnly: true,
  }),
  flag('group', 'text', BOTH, 'the group the agent runs as', { since: ['8.17'], installOnly: true }),
  flag('password', 'text', BOTH, "the user's password, on Windows", { since: ['8.17'], installOnly: true }),
  flag(
    'install-servers',
    'switch',
    FLEET_SERVER,
    'installs what servers need; every flag that begins with fleet-server switches it on',
    { since: ['9.0'], installOnly: true },
  ),
  flag('develop', 'switch', BOTH, 'installs beside another agent, for development', {
    since: ['8.15'],
    installOnly: true,
  }),
  flag('namespace', 'text', BOTH, 'installs beside another agent, under this name', {
    since: ['8.15'],
    installOnly: true,
  }),
  flag('run-uninstall-from-binary', 'switch', BOTH, 'removes an older agent with the new binary', {
    since: ['8.14.3'],
    installOnly: true,
  }),
];
