import type { RequestListener } from 'node:http';
import { drained, sendJson } from './stand-in.js';

export interface ElasticsearchOptions {
  readonly nodeName: string;
  readonly clusterName: string;
  /** e.g. `9.5.0`. */
  readonly version: string;
  readonly log: (line: string) => void;
}

/** An Elasticsearch that tells what it is and holds nothing. */
export function elasticsearchAnswers({ nodeName, clusterName, version, log }: ElasticsearchOptions): RequestListener {
  const headers = { 'x-elastic-product': 'Elasticsearch' };
  const root = {
    name: nodeName,
    cluster_name: clusterName,
    cluster_uuid: 'fleet-certlab-stand-in',
    version: { number: version, build_flavor: 'default', minimum_wire_compatibility_version: '8.19.0' },
    tagline: 'You Know, for Search',
  };
  return async (request, response) => {
    await drained(request);
    const path = request.url?.split('?')[0] ?? '';
    response.on('finish', () => log(`${request.method} ${path} ${response.statusCode}`));
    if (request.method === 'GET' && path === '/') return sendJson(response, 200, root, headers);
    const error = { type: 'illegal_argument_exception', reason: 'the stand-in knows no more than its root' };
    sendJson(response, 400, { error, status: 400 }, headers);
  };
}
