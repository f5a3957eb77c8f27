import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Attempt, refusedAttempts, worksAttempt } from '../../src/proof/attempts.js';
import type { Identity, LinkEnds } from '../../src/proof/ends.js';
import { pemOf, type Shown } from '../../src/proof/handshake/ends.js';
import { poolOf } from '../../src/proof/pool.js';
import { proveDeployment } from '../../src/proof/prove.js';
import { strangerOf } from '../../src/proof/stranger.js';
import type { ProofCase } from '../../src/proof/types.js';
import { connectionOf, type Ends, endsOf, type Job, openedLinks } from './connections.js';
import type { SslSettings } from './settings.js';
import { type Unpacked, unpack } from './unpacked.js';

/** A case as `verify` decided it, and the same for a judge. */
export interface ProvenCase {
  readonly proof: ProofCase;
  readonly job: Job;
}

/**
 * Every case of a deployment's proof as a job over the files in its zips.
 *
 * @throws Error when a case cannot be told to a judge: none may be left out
 */
export async function casesOf(deployment: string, to: string): Promise<ProvenCase[]> {
  const all = await unpack(deployment, to);
  const { cases } = await proveDeployment([deployment], { now: new Date() });
  const tried = await new Attempts(all, await openedLinks(all), to).byCase();
  return cases.map((proof, index) => {
    const ends = tried.get(keyOf(proof.tls === 'rule' ? { ...proof, case: 'works' } : proof));
    if (ends === undefined) throw new Error(`no job for ${keyOf(proof)}`);
    const moment = proof.tls === 'rule' ? { at: /\S+$/.exec(proof.reason)![0] } : { tls: proof.tls };
    return { proof, job: { ...ends, id: `${index} ${keyOf(proof)}`, ...moment } };
  });
}

const keyOf = ({ link, client, server, case: name, serverName }: CaseKey): string =>
  [link, client, server, name, serverName].join(' ');

type CaseKey = Pick<ProofCase, 'link' | 'client' | 'server' | 'case' | 'serverName'>;

/** Translates the proof's attempts, which hold opened keys, into settings that name files. */
class Attempts {
  readonly #all: ReadonlyMap<string, Unpacked>;
  readonly #links: readonly LinkEnds[];
  readonly #to: string;
  readonly #files = new Map<Shown, SslSettings>();

  constructor(all: ReadonlyMap<string, Unpacked>, links: readonly LinkEnds[], to: string) {
    this.#all = all;
    this.#links = links;
    this.#to = to;
    for (const { client, server } of this.#links) {
      this.#files.set(server.shows, filesOf(server.shows, all.get(server.bundle)!));
      if (client.shows) this.#files.set(client.shows, filesOf(client.shows, all.get(client.bundle)!));
    }
  }

  async byCase(): Promise<Map<string, Ends>> {
    const ends = new Map<string, Ends>();
    const pool = poolOf(this.#links);
    const strangers = new Map<Identity, Promise<Shown>>();
    const stranger = (identity: Identity) => {
      const known = strangers.get(identity) ?? this.#writeStranger(identity, strangers.size);
      strangers.set(identity, known);
      return known;
    };
    for (const link of this.#links) {
      for (const attempt of [worksAttempt(link), ...(await refusedAttempts(link, pool, stranger))]) {
        const { serverName } = attempt.client;
        ends.set(keyOf({ ...connectionOf(link), case: attempt.case, serverName }), this.#ends(link, attempt));
      }
    }
    return ends;
  }

  #ends(link: LinkEnds, { server, client }: Attempt): Ends {
    const works = endsOf(this.#all, { ...connectionOf(link), serverName: client.serverName });
    const shown = { ...works, client: this.#client(link, client, works.client) };
    if (server.shows === link.server.shows) return shown;
    const { elasticsearch: _, ...impersonated } = shown;
    return { ...impersonated, server: { ...this.#files.get(server.shows), client_authentication: 'none' } };
  }

  #client(link: LinkEnds, { shows, checksName }: Attempt['client'], works: SslSettings): SslSettings {
    const { certificate, key, key_passphrase_path, ...anonymous } = works;
    const another = shows && { ...anonymous, ...this.#files.get(shows) };
    return {
      ...(shows === link.client.shows ? works : (another ?? anonymous)),
      ...(!checksName && { verification_mode: 'certificate' }),
    };
  }

  async #writeStranger(identity: Identity, number: number): Promise<Shown> {
    const shown = await strangerOf(identity, randomBytes);
    const pem = pemOf(shown);
    const certificate = join(this.#to, `stranger-${number}.pem`);
    const key = join(this.#to, `stranger-${number}-key.pem`);
    await writeFile(certificate, pem.cert);
    await writeFile(key, pem.key, { mode: 0o600 });
    this.#files.set(shown, { certificate, key });
    return shown;
  }
}

/** A certificate's files by the names that every bundle uses. */
function filesOf({ name }: Identity, { bundle, folder }: Unpacked): SslSettings {
  const passphrase = `certs/${name}-key-passphrase`;
  return {
    certificate: `${folder}/certs/${name}.pem`,
    key: `${folder}/certs/${name}-key.pem`,
    ...(bundle.files.has(passphrase) && { key_passphrase_path: `${folder}/${passphrase}` }),
  };
}
