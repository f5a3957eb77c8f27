/** A URL as the operator wrote it. */
export interface WrittenUrl {
  readonly scheme: 'http' | 'https';
  /** Without the brackets of IPv6. */
  readonly host: string;
  /** Absent where it is not written. */
  readonly port?: number;
}

/** The parts of an http or https URL; undefined for anything else, and for one with a user name. */
export function urlIn(text: string | undefined): WrittenUrl | undefined {
  const [, scheme, authority] = /^(https?):\/\/([^/?#]+)/i.exec(text ?? '') ?? [];
  if (scheme === undefined || authority === undefined || !URL.canParse(text!)) return undefined;
  const url = new URL(text!);
  const port = /:(\d+)$/.exec(authority)?.[1];
  if (url.username !== '' || port === '0') return undefined;
  return {
    scheme: scheme.toLowerCase() as WrittenUrl['scheme'],
    host: bareHost(url),
    ...(port !== undefined && { port: Number(port) }),
  };
}

/** Elastic Agent adds no port of its own to --url (elastic-agent internal/pkg/remote/client.go:117). */
export const HTTPS_PORT = 443;
/** What Fleet Server listens on unless told otherwise. */
export const FLEET_SERVER_PORT = 8220;

/** Host names of URLs, without the brackets of IPv6, each once. */
export const hostsOf = (urls: readonly (string | undefined)[]): string[] => [
  ...new Set(urls.map(hostOf).filter((host) => host !== undefined)),
];

/** The host name of a URL; undefined where there is none. */
export function hostOf(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  return bareHost(new URL(url));
}

/** The host of a URL, without the brackets of IPv6. */
export const bareHost = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

/** Whether a host, in lower case as in a URL, is the machine itself (RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3). */
export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|::1)$/.test(host);
