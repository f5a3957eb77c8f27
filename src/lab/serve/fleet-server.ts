import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { RandomBytes } from '../../x509/write/types.js';
import { drained, sendJson } from './stand-in.js';

export interface FleetServerOptions {
  readonly randomBytes: RandomBytes;
  readonly now: () => Date;
  /** Milliseconds that a check-in is kept waiting for actions, of which there are none after the policy. */
  readonly holdCheckins: number;
  readonly log: (line: string) => void;
}

/** An agent that asks. */
interface Asking {
  /** Empty where the path has none. */
  readonly agent: string;
  /** Whether it was told its policy before. */
  readonly hasPolicy: boolean;
}

type Answer = (response: ServerResponse, options: FleetServerOptions, asking: Asking) => void;

interface Route {
  readonly method: string;
  readonly path: RegExp;
  /** Whether the real one wants an API key or an enrollment token. */
  readonly authorized: boolean;
  readonly answer: Answer;
}

/** What `elastic-agent enroll`, and the agent after it, ask for. */
const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/api\/status$/,
    authorized: false,
    answer: (response) => sendJson(response, 200, { name: 'fleet-server', status: 'HEALTHY' }),
  },
  { method: 'POST', path: /^\/api\/fleet\/agents\/enroll$/, authorized: true, answer: enroll },
  {
    method: 'POST',
    path: /^\/api\/fleet\/agents\/([^/]+)\/checkin$/,
    authorized: true,
    answer: (response, options, asking) => {
      if (!asking.hasPolicy) return sendJson(response, 200, checkinWith([policyChange(options, asking.agent)]));
      const timer = setTimeout(() => {
        sendJson(response, 200, checkinWith([]));
      }, options.holdCheckins);
      response.on('close', () => clearTimeout(timer));
    },
  },
  {
    method: 'POST',
    path: /^\/api\/fleet\/agents\/[^/]+\/acks$/,
    authorized: true,
    answer: (response) => sendJson(response, 200, { action: 'acks', items: [] }),
  },
];

/** A Fleet Server that lets every enrollment token in, and gives every agent a policy without inputs. */
export function fleetServerAnswers(options: FleetServerOptions): RequestListener {
  const told = new Set<string>();
  return async (request, response) => {
    await drained(request);
    const path = request.url?.split('?')[0] ?? '';
    const route = ROUTES.find((one) => one.method === request.method && one.path.test(path));
    response.on('finish', () => options.log(`${request.method} ${path} ${response.statusCode}`));
    if (!route) return sendJson(response, 404, problem(404, 'NotFound', 'the stand-in knows enroll, checkin and acks'));
    if (route.authorized && !hasKey(request)) {
      return sendJson(response, 401, problem(401, 'ErrNoAuthHeader', 'no authorization header'));
    }
    const agent = route.path.exec(path)?.[1] ?? '';
    route.answer(response, options, { agent, hasPolicy: told.has(agent) });
    told.add(agent);
  };
}

const checkinWith = (actions: readonly object[]) => ({ action: 'checkin', ack_token: '', actions });

/** Without a policy an agent stays "waiting for policy" (elastic-agent internal/pkg/fleetapi/action.go, ActionPolicyChange). */
const policyChange = ({ randomBytes, now }: FleetServerOptions, agent: string) => ({
  id: uuid(randomBytes(16)),
  agent_id: agent,
  type: 'POLICY_CHANGE',
  input_type: '',
  created_at: now().toISOString(),
  data: {
    policy: {
      id: 'fleet-certlab',
      revision: 1,
      outputs: { default: { type: 'elasticsearch', hosts: ['https://localhost:9200'] } },
      inputs: [],
      agent: { monitoring: { enabled: false, logs: false, metrics: false } },
    },
  },
});

const hasKey = ({ headers }: IncomingMessage): boolean => /^ApiKey \S/.test(headers.authorization ?? '');

const problem = (statusCode: number, error: string, message: string) => ({ statusCode, error, message });

/** Elastic Agent insists on id, type and access_api_key (elastic-agent internal/pkg/fleetapi/enroll_cmd.go:172-188). */
function enroll(response: ServerResponse, { randomBytes, now }: FleetServerOptions): void {
  const id = uuid(randomBytes(16));
  const key = [randomBytes(15), randomBytes(16)].map((bytes) => bytes.toString('base64url'));
  sendJson(response, 200, {
    action: 'created',
    item: {
      id,
      active: true,
      policy_id: 'fleet-certlab',
      type: 'PERMANENT',
      enrolled_at: now().toISOString(),
      user_provided_metadata: {},
      local_metadata: {},
      actions: [],
      access_api_key_id: key[0],
      access_api_key: Buffer.from(key.join(':')).toString('base64'),
      status: 'online',
      tags: [],
    },
  });
}

/** Version 4 (RFC 9562 section 5.4). */
function uuid(bytes: Buffer): string {
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}
