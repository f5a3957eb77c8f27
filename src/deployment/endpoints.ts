import { BadAnswer, within } from './bad-answer.js';
import { parseHost } from './hosts.js';
import { parseInteger } from './numbers.js';
import type { Endpoint } from './types.js';

/** What a URL that clients dial must not have; the first row that applies is reported. */
const REFUSED: readonly (readonly [applies: RegExp, message: string, hint: string])[] = [
  [/^http:\/\//i, 'is not encrypted', 'write https://'],
  [/^(?!https:\/\/)/i, 'does not begin with https://', 'write https://host or https://host:port'],
  [/@/, 'holds credentials', 'remove what stands before the @'],
  [/[?#]/, 'holds a query or a fragment', 'give https://host[:port] and nothing after it'],
  [/^https:\/\/[^/]*(\/.|\\)/i, 'holds a path', 'give https://host[:port] and nothing after it'],
];

const parsePort = parseInteger(1, 65_535);

/**
 * Reads `https://host[:port]` into its canonical form. The slash that browsers add is the empty path and is dropped.
 *
 * @param defaultPort taken where the URL names none
 * @throws BadAnswer
 */
export function parseEndpoint(defaultPort: number): (text: string) => Endpoint {
  return (text) => {
    for (const [applies, message, hint] of REFUSED) if (applies.test(text)) throw new BadAnswer(message, hint);
    const authority = text.slice('https://'.length).replace(/\/$/, '');
    const [, bracketed, plain, portText] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::([^:]*))?$/s.exec(authority) ?? [];
    if (bracketed === undefined && plain === undefined) {
      throw new BadAnswer('has no host that can be told from its port', 'put brackets around an IPv6 address');
    }
    if (bracketed !== undefined && !bracketed.includes(':')) {
      throw new BadAnswer('has brackets around something else than an IPv6 address', 'leave the brackets out');
    }
    const host = within('has a host that', () => parseHost(bracketed ?? plain!));
    const port = portText === undefined ? defaultPort : within('has a port that', () => parsePort(portText));
    return { url: formatUrl(host, port), host, port };
  };
}

/** `https://host:port`, with the brackets that IPv6 needs there. */
function formatUrl(host: string, port: number): string {
  return `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
