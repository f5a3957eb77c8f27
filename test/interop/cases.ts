import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Attempt, refusedAttempts, worksAttempt } from '../../src/prove/attempts.js';
import { type LinkEnds, linksOf } from '../../src/prove/ends.js';
import type { Identity } from '../../src/prove/identity.js';
import { poolOf } from '../../src/prove/pool.js';
import { proveDeployment } from '../../src/prove/prove.js';
import { readEnds } from '../../src/prove/read-ends.js';
import { pemOf, type Shown } from '../../src/prove/shown.js';
import { strangerOf } from '../../src/prove/stranger.js';
import type { ProofCase } from '../../src/prove/types.js';
import {
  clientSettings,
  type ElasticsearchSettings,
  elasticsearchSettings,
  isElasticsearch,
  type SslSettings,
  serverSettings,
} from './settings.js';
import { type Unpacked, unpack } from './unpacked.js';

/** One connection for a judge to try. */
export interface Job {
  readonly id: string;
  readonly tls?: 'TLSv1.2' | 'TLSv1.3';
  readonly server: SslSettings;
  readonly client: SslSettings;
  /** The name the client's TLS library is told; empty where the program does not tell it. */
  readonly dial: string;
  /** RFC 3339: look at both certificates at this moment, instead of a handshake. */
  readonly at?: string;
  /** Present where the server is an Elasticsearch node as its bundle configures it. */
  readonly elasticsearch?: ElasticsearchSettings;
}

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
  const links = linksOf(
    readEnds(
      [...all.values()].map(({ bundle }) => bundle),
      () => {},
    ),
  );
  const jobs = await new Jobs(all, links, to).byCase();
  return cases.map((proof, index) => {
    const make = proof.tls === 'rule' ? jobs.get(keyOf({ ...proof, case: 'works' })) : jobs.get(keyOf(proof));
    if (make === undefined) throw new Error(`no job for ${keyOf(proof)}`);
    const id = `${index} ${keyOf(proof)}`;
    const moment = proof.tls === 'rule' ? { at: /\S+$/.exec(proof.reason)![0] } : { tls: proof.tls };
    return { proof, job: { ...make, id, ...moment } };
  });
}

const keyOf = ({ link, client, server, case: name, serverName }: ProofCase): string =>
  [link, client, server, name, serverName].join(' ');

/** Translates the proof's attempts, which hold opened keys, into settings that name files. */
class Jobs {
  readonly #all: ReadonlyMap<string, Unpacked>;
  readonly #links: readonly LinkEnds[];
  readonly #to: string;
  readonly #files = new Map<Shown, SslSettings>();

  constructor(all: ReadonlyMap<string, Unpacked>, links: readonly LinkEnds[], to: string) {
    this.#all = all;
    this.#links = links;
    this.#to = to;
    for (const { client, server } of links) {
      this.#files.set(server.shows, filesOf(server.shows, all.get(server.bundle)!));
      if (client.shows) this.#files.set(client.shows, filesOf(client.shows, all.get(client.bundle)!));
    }
  }

  async byCase(): Promise<Map<string, Omit<Job, 'id'>>> {
    const jobs = new Map<string, Omit<Job, 'id'>>();
    const pool = poolOf(this.#links);
    const strangers = new Map<Identity, Promise<Shown>>();
    const stranger = (identity: Identity) => {
      const known = strangers.get(identity) ?? this.#writeStranger(identity, strangers.size);
      strangers.set(identity, known);
      return known;
    };
    for (const link of this.#links) {
      for (const attempt of [worksAttempt(link), ...(await refusedAttempts(link, pool, stranger))]) {
        const { link: id, bundle: client } = link.client;
        const names = { link: id, client, server: link.server.bundle, case: attempt.case };
        jobs.set(keyOf({ ...names, serverName: attempt.client.serverName } as ProofCase), this.#job(link, attempt));
      }
    }
    return jobs;
  }

  #job(link: LinkEnds, attempt: Attempt): Omit<Job, 'id'> {
    const server = this.#all.get(link.server.bundle)!;
    const configured = attempt.server.shows === link.server.shows;
    const { ssl, knowsName } = clientSettings(link.client.link, link.client.bundle, this.#all);
    const { certificate, key, key_passphrase_path, ...anonymous } = ssl;
    const { shows, serverName, checksName } = attempt.client;
    return {
      server: configured
        ? serverSettings(server)
        : { ...this.#files.get(attempt.server.shows)!, client_authentication: 'none' },
      client: {
        ...(shows === undefined
          ? anonymous
          : shows === link.client.shows
            ? ssl
            : { ...anonymous, ...this.#files.get(shows)! }),
        ...(!checksName && { verification_mode: 'certificate' }),
      },
      dial: knowsName ? serverName : '',
      ...(configured && isElasticsearch(server) && { elasticsearch: elasticsearchSettings(server) }),
    };
  }

  async #writeStranger(identity: Identity, number: number): Promise<Shown> {
    const shown = await strangerOf(identity, randomBytes);
    const { cert, key } = pemOf(shown);
    const [certificate, keyFile] = ['', '-key'].map((part) => join(this.#to, `stranger-${number}${part}.pem`));
    await writeFile(certificate!, cert);
    await writeFile(keyFile!, key, { mode: 0o600 });
    this.#files.set(shown, { certificate: certificate!, key: keyFile! });
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
