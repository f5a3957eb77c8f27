import type { StackVersion } from '../deployment/types.js';
import { isAtLeast } from '../deployment/versions.js';
import type { InstallFlag } from './flag-types.js';
import { AGENT_FLAGS } from './flags-agent.js';
import { FLEET_SERVER_FLAGS } from './flags-fleet-server.js';
import { HOST_FLAGS } from './flags-host.js';

/**
 * The flags of `elastic-agent install` that decide about TLS, enrollment, Fleet Server and who reads the files, in the
 * order in which commands are written. From elastic-agent internal/pkg/agent/cmd/enroll.go:68-112 and install.go:60-80,
 * each with the release that first defines it; the variables from setup_config.go:77-144 and container.go:439-562.
 */
export const INSTALL_FLAGS: readonly InstallFlag[] = [...AGENT_FLAGS, ...FLEET_SERVER_FLAGS, ...HOST_FLAGS];

const BY_NAME: ReadonlyMap<string, InstallFlag> = new Map(
  INSTALL_FLAGS.flatMap((flag) => [flag.name, ...(flag.shorthand ?? [])].map((name) => [name, flag] as const)),
);

/** The flag with this name or this letter, without dashes. */
export const installFlag = (name: string): InstallFlag | undefined => BY_NAME.get(name);

/** Whether a release has a flag, and with it the flag's variables. */
export const isKnownTo = (version: StackVersion, flag: InstallFlag): boolean => isAtLeast(version, ...flag.since);
