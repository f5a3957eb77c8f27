import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { StackVersion } from '../deployment/types.js';
import { DiskHost } from './files.js';
import { type FleetObject, type FleetSettings, fleetSettingsOf, kibanaObjects, type Output } from './fleet.js';
import type { Piece } from './handed/piece.js';
import { recognize } from './handed/recognize.js';
import { MountedHost } from './mounted-host.js';
import { openElasticsearch } from './open-elasticsearch.js';
import { openKibana } from './open-kibana.js';
import { openSetup } from './open-setup.js';
import type { Opened } from './opener.js';
import { withFleet } from './outputs.js';
import type { NamedFiles } from './pairs.js';
import type { NamedText } from './remark.js';

/** What is known besides the files. */
export interface HandedOptions {
  readonly root?: string | undefined;
  readonly keystorePassword?: string | undefined;
  readonly stackVersion?: StackVersion | undefined;
}

/**
 * Opens files that somebody handed over, as one setup: what one of them names, another may hold.
 *
 * @param root a folder that stands for the hosts' root
 * @throws CertlabError ERR_USAGE for a file of no known form
 */
export async function openHanded(
  files: readonly NamedText[],
  { root, keystorePassword, stackVersion }: HandedOptions,
): Promise<Opened[]> {
  const pieces = recognize(files, (path, from) => textOf(path, from, files));
  const fleet = fleetOf(pieces);
  const opened: Opened[] = [];
  for (const piece of pieces) {
    if (piece.kind === 'setup') {
      const { setup, mounts } = piece;
      const host = mounts.length > 0 ? new MountedHost(mounts, root) : new DiskHost(setup.style, root);
      const hasModes = mounts.length === 0;
      const traits = { id: setup.source, host, isItself: root === undefined, hasModes, stackVersion };
      const agent = await openSetup(setup, traits);
      if (fleet.outputs.length === 0) agent.opened.remarks.push({ rule: 'output-not-given', where: setup.source });
      opened.push(await withFleet({ host, agent }, fleet));
    } else if (piece.kind === 'fleet') {
      opened.push({ id: piece.name, opened: NOTHING, servers: [], clients: [], outputs: outputsIn(piece) });
    } else {
      const { source } = piece;
      const from = { id: source.name, source, host: new DiskHost('posix', root), hasModes: true, keystorePassword };
      opened.push(
        piece.kind === 'kibana'
          ? { ...(await openKibana(from)), outputs: outputsIn(piece) }
          : await openElasticsearch(from),
      );
    }
  }
  return opened;
}

/** A file that another one names: one that was handed over as well, or the one beside it. */
function textOf(path: string, from: NamedText, files: readonly NamedText[]): string | undefined {
  const handed = files.find(({ name }) => basename(name) === basename(path));
  if (handed) return handed.text;
  try {
    return readFileSync(resolve(dirname(from.name), path), 'utf8');
  } catch {
    return undefined;
  }
}

const NOTHING: NamedFiles = { remarks: [], files: [], lists: [], pairs: [] };

const fleetOf = (pieces: readonly Piece[]): FleetSettings => fleetSettingsOf(pieces.flatMap(objectsIn));

const outputsIn = (piece: Piece): readonly Output[] => fleetSettingsOf(objectsIn(piece)).outputs;

function objectsIn(piece: Piece): { file: string; object: FleetObject }[] {
  if (piece.kind === 'fleet') return piece.objects.map((object) => ({ file: piece.name, object }));
  return piece.kind === 'kibana' ? kibanaObjects(piece.source.name, piece.source.text) : [];
}
