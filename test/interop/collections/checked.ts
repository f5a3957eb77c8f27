import { NEWEST_VERSION } from '../../../src/deployment/versions.js';
import { check } from '../../../src/proof/check.js';
import type { CheckOptions, Sources } from '../../../src/proof/check-types.js';
import type { Finding } from '../../../src/rules/types.js';
import type { Input } from './inputs.js';

export type Role = 'authorities' | 'certificate' | 'key';
export type Program = 'go' | 'elasticsearch';

/** What the check said about a file in one role. */
export interface Checked {
  readonly program: Program;
  readonly role: Role;
  readonly findings: readonly Finding[];
  /** A stack trace, where there must never be one. */
  readonly crash?: string;
}

const FLAGS: Readonly<Record<Role, string>> = {
  authorities: 'certificate-authorities',
  certificate: 'elastic-agent-cert',
  key: 'elastic-agent-cert-key',
};

const SETTINGS: Readonly<Record<Role, string>> = {
  authorities: 'certificate_authorities',
  certificate: 'certificate',
  key: 'key',
};

const ROLES = Object.keys(FLAGS) as Role[];

/**
 * Checks one file in every role.
 *
 * @param good a CA and a key that fit no file, for the roles that the file is not in
 */
export async function checkInput({ path }: Input, root: string, good: Record<Role, string>): Promise<Checked[]> {
  const options = { stackVersion: NEWEST_VERSION, root, fips: false, now: new Date() };
  const isAbout = ({ where }: Finding): boolean => where.endsWith(` ${path}`);
  const checked: Checked[] = [];
  for (const role of ROLES) {
    const { findings, crash } = await attempt({ command: command({ ...good, [role]: path }) }, options);
    checked.push({ program: 'go', role, findings: findings.filter(isAbout), ...(crash !== undefined && { crash }) });
  }
  const elasticsearchYml = settings(path);
  const { findings, crash } = await attempt({ elasticsearchYml }, options);
  for (const role of ROLES) {
    const own = findings.filter((finding) => isAbout(finding) && finding.where.includes(`ssl.${SETTINGS[role]} `));
    checked.push({ program: 'elasticsearch', role, findings: own, ...(crash !== undefined && { crash }) });
  }
  return checked;
}

async function attempt(
  sources: Sources,
  options: CheckOptions,
): Promise<{ findings: readonly Finding[]; crash?: string }> {
  try {
    return await check(sources, options);
  } catch (error) {
    return { findings: [], crash: (error as Error).stack ?? String(error) };
  }
}

const command = (paths: Record<Role, string>): string[] => [
  ...['elastic-agent', 'enroll', '--url=https://fleet.example.com:8220', '--enrollment-token=TOKEN'],
  ...ROLES.map((role) => `--${FLAGS[role]}=${paths[role]}`),
];

const settings = (path: string) => ({
  name: '/etc/elasticsearch/elasticsearch.yml',
  text: ['enabled: true', ...ROLES.map((role) => `${SETTINGS[role]}: ${path}`)]
    .map((line) => `xpack.security.http.ssl.${line}\n`)
    .join(''),
});
