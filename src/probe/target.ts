import { shown } from '../deployment/shown.js';
import { CertlabError } from '../errors.js';
import { bareHost, HTTPS_PORT } from '../setup/urls.js';

/** The one address that is looked at. */
export interface Target {
  /** `https://host:port`, as it was meant. */
  readonly url: string;
  /** DNS name, or an address without brackets. */
  readonly host: string;
  readonly port: number;
}

/** Where the connection goes through. */
export interface HttpProxy {
  readonly host: string;
  readonly port: number;
}

/** What a proxy's URL without a port means to Go's net/http. */
const HTTP_PORT = 80;

/**
 * @param text `https://host[:port]`
 * @throws CertlabError ERR_INPUT for another scheme, a path, credentials or no URL at all
 */
export function parseTarget(text: string): Target {
  const url = parseUrl(text, 'https:', 'give https://host:port, such as https://fleet.example.com:8220');
  const host = bareHost(url);
  const port = url.port === '' ? HTTPS_PORT : Number(url.port);
  return { url: `https://${url.hostname}:${port}`, host, port };
}

/**
 * @param text `http://host[:port]`
 * @throws CertlabError ERR_INPUT for another scheme, a path or credentials, which would be readable in the process list
 */
export function parseProxy(text: string): HttpProxy {
  const url = parseUrl(text, 'http:', 'give http://host:port of an HTTP proxy that knows CONNECT');
  return { host: bareHost(url), port: url.port === '' ? HTTP_PORT : Number(url.port) };
}

function parseUrl(text: string, scheme: string, hint: string): URL {
  const wrong = (what: string) => new CertlabError({ code: 'ERR_INPUT', message: what, hint });
  if (!URL.canParse(text)) throw wrong(`${shown(text)} is not a URL`);
  const url = new URL(text);
  if (url.protocol !== scheme) throw wrong(`${shown(text)} does not begin with ${scheme}//`);
  if (url.username !== '' || url.password !== '') throw wrong(`${shown(text)} holds a user name or password`);
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw wrong(`${shown(text)} has more than a host and a port`);
  if (url.port === '0') throw wrong(`${shown(text)} names port 0`);
  return url;
}

/** `host:port`, with an IPv6 address in brackets. */
export const addressOf = ({ host, port }: HttpProxy): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;
