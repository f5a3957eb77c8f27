import type { StackVersion } from '../deployment/types.js';
import { isAtLeast } from '../deployment/versions.js';

/** Fleet Server hosts became objects of their own, with an API and a setting (kibana pull request 142746). */
export const hasFleetServerHosts = (version: StackVersion): boolean => isAtLeast(version, '8.6');

/** Outputs to another cluster than the policies' own (kibana pull request 169252). */
export const hasRemoteOutputs = (version: StackVersion): boolean => isAtLeast(version, '8.12');

/** Fleet Server hosts and the outputs to Elasticsearch got SSL fields (kibana pull request 208745). */
export const hasSslFields = (version: StackVersion): boolean => isAtLeast(version, '9.1');

/** Fleet Server hosts got fields for the agents' end of the connection, and all fields new labels (kibana pull request 236959). */
export const hasAgentFields = (version: StackVersion): boolean => isAtLeast(version, '9.3');

/**
 * Kibana 9.1 at first put the SSL fields of an output into the agents' connection to Fleet Server, and at times not into
 * the output at all (kibana issue 233780, pull request 208745). What stands in an output's advanced YAML was not affected.
 * The repair of 30 September 2025 (pull request 236933) is in 9.1.5 by its date: one release more is waited for, because
 * advanced YAML is right in both.
 */
export const misplacesOutputFields = (version: StackVersion): boolean =>
  hasSslFields(version) && !isAtLeast(version, '9.1.6');
