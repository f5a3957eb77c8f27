/** The room's door: Plan -> issued material, and what the inventory records of it. */
export { issueAuthorities } from './authorities.js';
export { type Held, issueHosts } from './hosts.js';
export type { IssueOptions } from './options.js';
export { authorityRecord, certificateRecord } from './records.js';
