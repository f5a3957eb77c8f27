import { constants } from 'node:fs';
import { access, lstat, readdir } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { CertlabError } from '../errors.js';

/** What lies at the place a deployment is to be written to. */
export type Existing = { readonly kind: 'nothing' } | { readonly kind: 'deployment'; readonly bundles: number };

/**
 * Looks at the place before anything is made, so that nobody waits for keys that cannot be written.
 *
 * @throws CertlabError ERR_EXISTS for a file or a folder that is no deployment, ERR_OUTPUT for a symbolic link or a
 *   folder that may not be written
 */
export async function inspectFolder(folder: string): Promise<Existing> {
  await refuseSymbolicLinks(folder);
  await refuseUnwritable(folder);
  const stat = await lstat(folder).catch(() => undefined);
  if (!stat) return { kind: 'nothing' };
  if (!stat.isDirectory()) throw exists(folder, 'is a file');
  const entries = await readdir(folder);
  if (entries.length === 0) return { kind: 'nothing' };
  if (!entries.includes('inventory.json')) throw exists(folder, 'holds other files and no deployment');
  const bundles = await readdir(resolve(folder, 'bundles')).catch(() => []);
  return { kind: 'deployment', bundles: bundles.length };
}

/**
 * Refuses a place where a deployment is, unless it may be replaced.
 *
 * @throws CertlabError ERR_EXISTS, ERR_OUTPUT
 */
export async function requireFree(folder: string, options: { readonly force: boolean }): Promise<void> {
  const existing = await inspectFolder(folder);
  if (existing.kind === 'deployment' && !options.force) {
    throw new CertlabError({
      code: 'ERR_EXISTS',
      message: `${folder} already holds a deployment with ${existing.bundles} ${existing.bundles === 1 ? 'bundle' : 'bundles'}`,
      hint: 'change it with add, remove, renew or rotate, or choose another folder with --out; --force replaces it, and every host then needs its new bundle',
    });
  }
}

/**
 * Refuses a place where no deployment is.
 *
 * @throws CertlabError ERR_READ, ERR_EXISTS, ERR_OUTPUT
 */
export async function requireDeployment(folder: string): Promise<void> {
  if ((await inspectFolder(folder)).kind === 'deployment') return;
  throw new CertlabError({
    code: 'ERR_READ',
    message: `${folder} is not a deployment: it has no inventory.json`,
    hint: 'name the folder that create wrote, such as output/fleet',
  });
}

/** Links below the working folder could lead the keys elsewhere; above it they are the machine's own business. */
async function refuseSymbolicLinks(folder: string): Promise<void> {
  const inside = relative(process.cwd(), folder);
  const below = inside.startsWith('..')
    ? [folder]
    : inside.split(sep).map((_, index, parts) => resolve(...parts.slice(0, index + 1)));
  for (const path of below) {
    const stat = await lstat(path).catch(() => undefined);
    if (stat?.isSymbolicLink()) {
      throw new CertlabError({
        code: 'ERR_OUTPUT',
        message: `the output folder leads through a symbolic link: ${path}`,
        hint: 'give the real folder with --out',
      });
    }
  }
}

async function refuseUnwritable(folder: string): Promise<void> {
  let parent = dirname(folder);
  while (!(await lstat(parent).catch(() => undefined))) parent = dirname(parent);
  const writable = await access(parent, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!writable || !(await lstat(parent).then((stat) => stat.isDirectory() || stat.isSymbolicLink()))) {
    throw new CertlabError({
      code: 'ERR_OUTPUT',
      message: `cannot write into ${parent}`,
      hint: 'choose another folder with --out, or change its permissions',
    });
  }
}

function exists(folder: string, what: string): CertlabError {
  return new CertlabError({
    code: 'ERR_EXISTS',
    message: `${folder} ${what}`,
    hint: 'choose another folder with --out',
  });
}
