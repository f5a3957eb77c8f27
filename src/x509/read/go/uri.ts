import { isIPv6 } from 'node:net';
import { quoted } from './quote.js';

/**
 * What Go says about a URI in a certificate; undefined where it takes it (net/url url.go parse, crypto/x509
 * parser.go:420-427). `uri` is ASCII.
 */
export function uriProblem(uri: string): string | undefined {
  const shown = quoted(uri);
  const failure = parseProblem(uri);
  if (failure !== undefined) return `x509: cannot parse URI ${shown}: parse ${shown}: ${failure}`;
  const host = hostOf(uri);
  return host === '' || isDomain(host, false) ? undefined : `x509: cannot parse URI ${shown}: invalid domain`;
}

/** A domain as Go takes it (parser.go:1292-1347): few rules, so that old certificates still load. */
export function isDomain(domain: string, isConstraint: boolean): boolean {
  if (domain === '') return true;
  if (domain.endsWith('.')) return false;
  const labels = (isConstraint && domain.startsWith('.') ? domain.slice(1) : domain).split('.');
  return /^[!-~]*$/.test(domain) && labels.every((label) => label !== '');
}

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;

function parseProblem(uri: string): string | undefined {
  if (/[\x00-\x1f\x7f]/.test(uri)) return 'net/url: invalid control character in URL';
  if (uri.startsWith(':')) return 'missing protocol scheme';
  const { scheme, rest } = split(uri);
  if (!rest.startsWith('/')) {
    if (scheme !== '') return undefined;
    return rest.split('/')[0]!.includes(':') ? 'first path segment in URL cannot contain colon' : escapeProblem(rest);
  }
  if (!rest.startsWith('//') || (scheme === '' && rest.startsWith('///'))) return escapeProblem(rest);
  const [, authority = '', path = ''] = /^\/\/([^/]*)(.*)$/.exec(rest) ?? [];
  return authorityProblem(scheme, authority) ?? escapeProblem(path);
}

function split(uri: string): { scheme: string; rest: string } {
  const scheme = SCHEME.exec(uri)?.[1] ?? '';
  const rest = (scheme === '' ? uri : uri.slice(scheme.length + 1)).split('?')[0]!;
  return { scheme: scheme.toLowerCase(), rest };
}

function authorityProblem(scheme: string, authority: string): string | undefined {
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? '' : authority.slice(0, at);
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user)) return 'net/url: invalid userinfo';
  const host = authority.slice(at + 1);
  return hostProblem(scheme, host) ?? escapeProblem(user);
}

function hostProblem(scheme: string, host: string): string | undefined {
  const bracket = host.lastIndexOf('[');
  if (bracket > 0) return 'invalid IP-literal';
  const colon = scheme === 'http' || scheme === 'https' ? host.indexOf(':') : host.lastIndexOf(':');
  const port = bracket === 0 ? host.slice(host.lastIndexOf(']') + 1) : colon < 0 ? '' : host.slice(colon);
  if (bracket === 0 && !host.includes(']')) return "missing ']' in host";
  if (!/^(:[0-9]*)?$/.test(port)) return `invalid port ${quoted(port)} after host`;
  if (bracket === 0) {
    const address = host.slice(1, host.lastIndexOf(']'));
    return isIPv6(address.split('%25')[0]!) ? undefined : `invalid host: ParseAddr(${quoted(address)})`;
  }
  const odd = /[^A-Za-z0-9\-._~!$&'()*+,;=:[\]<>"%\x80-\xff]/.exec(host)?.[0];
  return odd === undefined ? escapeProblem(host) : `invalid character ${quoted(odd)} in host name`;
}

function escapeProblem(text: string): string | undefined {
  const bad = /%(?![0-9a-fA-F]{2}).{0,2}/.exec(text)?.[0];
  return bad === undefined ? undefined : `invalid URL escape ${quoted(bad)}`;
}

/** What stands for the host in a URI that parses. */
function hostOf(uri: string): string {
  const { rest } = split(uri);
  const [, authority = ''] = /^\/\/([^/]*)/.exec(rest) ?? [];
  return authority.slice(authority.lastIndexOf('@') + 1);
}
