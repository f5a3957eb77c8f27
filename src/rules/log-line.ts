/** A line of a log, taken apart. */
export interface LogLine {
  /** What is to be explained. */
  readonly message: string;
  readonly time?: string;
  /** The part of the program that wrote it, as it names itself. */
  readonly component?: string;
  /** The other end, where the line names it. */
  readonly address?: string;
  /** The connection that the component makes. */
  readonly link?: string;
}

/** Whose connection a component's trouble is about, the most telling first. */
const LINKS: readonly (readonly [RegExp, string])[] = [
  [/Netty4HttpServerTransport|o\.e\.h\.|x\.s\.t\.n/i, 'clients of Elasticsearch, at its HTTP port'],
  [/elasticsearch-service|plugins\.(fleet|security)|kibana/i, 'Kibana to Elasticsearch'],
  [/logstash|lumberjack|beats\.\w*input|elastic_agent.*input/i, 'agents to Logstash'],
  [/endpoint-security|endpoint/i, 'Elastic Defend to Elasticsearch or Fleet Server'],
  [/fleet-server/i, 'Fleet Server to Elasticsearch, or agents to Fleet Server'],
  [
    /publisher_pipeline_output|esclientleg|elasticsearch.*output|(file|metric|packet|audit|heart)beat|log-|system\/metrics/i,
    "an agent's output to Elasticsearch",
  ],
  [/fleet|enroll|checkin|gateway|remote/i, 'an agent to Fleet Server'],
];

const ADDRESS =
  /\b(?:from|to|tcp|remoteAddress=\/?|https?:\/\/)\s*((?:\d{1,3}\.){3}\d{1,3}:\d+|\[[0-9a-f:]+\]:\d+|[\w.-]+:\d{2,5})/i;

/** Reads a line in JSON (ECS), on the console of a Beat or Elastic Agent, or of Elasticsearch; any other text is the message. */
export function readLogLine(text: string): LogLine {
  const line = text.trim();
  const read = fromJson(line) ?? fromElasticsearch(line) ?? fromConsole(line) ?? { message: line };
  const address = ADDRESS.exec(line.slice(0, 4000))?.[1];
  const link = read.component && LINKS.find(([pattern]) => pattern.test(read.component!))?.[1];
  return { ...read, ...(address !== undefined && { address }), ...(link !== undefined && { link }) };
}

/** The fields of ECS, nested or dotted. */
function fromJson(line: string): LogLine | undefined {
  if (!line.startsWith('{')) return undefined;
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const field = (...path: string[]): string | undefined => {
    const dotted = entry[path.join('.')];
    const nested = path.reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], entry);
    const value = dotted ?? nested;
    return typeof value === 'string' ? value : undefined;
  };
  const parts = [field('message'), field('error', 'message') ?? field('error')].filter((one) => one !== undefined);
  if (parts.length === 0) return undefined;
  const component =
    field('component', 'id') ?? field('component', 'binary') ?? field('log', 'logger') ?? field('service', 'name');
  const time = field('@timestamp') ?? field('timestamp');
  return {
    message: parts.join(': '),
    ...(time !== undefined && { time }),
    ...(component !== undefined && { component }),
  };
}

/** `[2026-11-27T06:00:00,000][WARN ][o.e.h.n.Netty4HttpServerTransport] [node] message`. */
function fromElasticsearch(line: string): LogLine | undefined {
  const [, time, component, message] =
    /^\[([\dT:.,+Z -]{10,40})\]\s*\[[A-Z]+ *\]\s*\[ *([\w.$-]+) *\]\s*(?:\[[^\]]*\]\s*)?(.*)$/s.exec(line) ?? [];
  return message === undefined ? undefined : { time: time!, component: component!, message };
}

/** `2026-11-27T06:00:00.000Z  ERROR  component  file.go:12  message`, with tabs or spaces, and perhaps `{fields}` behind it. */
function fromConsole(line: string): LogLine | undefined {
  const [, time, rest] =
    /^(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d{4}|[+-]\d\d:\d\d)?)[\t ]+(?:DEBUG|INFO|WARN|WARNING|ERROR|FATAL)[\t ]+(.*)$/is.exec(
      line,
    ) ?? [];
  if (rest === undefined) return undefined;
  const [, component, message] = /^(?:\[?([\w.-]+)\]?[\t ]+)?(?:[\w/.-]+\.go:\d+[\t ]+)?(.+)$/s.exec(rest) ?? [];
  const isComponent = component !== undefined && /[._-]|^(fleet|enroll)/.test(component);
  return { time: time!, message: isComponent ? message! : rest, ...(isComponent && { component }) };
}
