import { isIP } from 'node:net';
import type { Element } from '../der.js';
import { refusalOf } from '../refusal.js';
import { constructed, context, TAG } from '../values.js';
import { ioException, JavaReader, oidIn } from './values.js';

/** A Name, and whether it is empty (sun.security.x509 X500Name, RDN and AVA). */
export function parseName({ tag, content }: Element): { readonly isEmpty: boolean } {
  const sets: Element[] = [];
  const refusal = refusalOf(() => sets.push(...new JavaReader(content).all()));
  // Java tries again from the middle of what it could not read, and finds no set there.
  if (tag !== TAG.sequence || refusal !== undefined) ioException('X500 RDN');
  for (const set of sets) {
    if (set.tag !== TAG.set) ioException('X500 RDN');
    for (const attribute of new JavaReader(set.content).all()) {
      if (attribute.tag !== TAG.sequence) ioException('AVA not a sequence');
      const parts = new JavaReader(attribute.content);
      oidIn(parts.next());
      parts.next();
      if (parts.left > 0) ioException(`AVA, extra bytes = ${parts.left}`);
    }
  }
  return { isEmpty: sets.length === 0 };
}

/** GeneralNames, and how many there are (GeneralNames.java, GeneralName.java). */
export function parseGeneralNames({ tag, content }: Element): number {
  if (tag !== TAG.sequence) ioException('Invalid encoding for GeneralNames.');
  if (content.length === 0) ioException('No data available in passed DER encoded value.');
  const names = new JavaReader(content).all();
  for (const name of names) parseGeneralName(name, false);
  return names.length;
}

type Parse = (content: Buffer, isConstraint: boolean) => void;

const GENERAL_NAMES: Readonly<Record<number, Parse>> = {
  [constructed(0)]: () => {},
  [context(1)]: () => {},
  [context(2)]: () => {},
  [constructed(3)]: () => {},
  [constructed(4)]: (content) => parseName(new JavaReader(content).next()),
  [constructed(5)]: () => {},
  [context(6)]: (content, isConstraint) => uriName(content.toString('latin1'), isConstraint),
  [context(7)]: ({ length }) => {
    if (![4, 8, 16, 32].includes(length)) ioException('Invalid IPAddressName');
  },
  [context(8)]: () => {},
};

export function parseGeneralName({ tag, content }: Element, isConstraint: boolean): void {
  const parse = GENERAL_NAMES[tag] ?? ioException(`Unrecognized GeneralName tag, (${tag & 0x1f})`);
  parse(content, isConstraint);
}

const LABEL = /^[A-Za-z0-9][A-Za-z0-9-]*$/;

/** DNSName.java: a wildcard is the whole first label. */
function dnsName(name: string): void {
  if (name === '') ioException('DNSName must not be null or empty');
  if (name.includes(' ')) ioException('DNSName with blank components is not permitted');
  if (/^\.|\.$/.test(name)) ioException('DNSName may not begin or end with a .');
  const labels = name.split('.');
  if (labels.includes('')) ioException('DNSName with empty components are not permitted');
  const plain = labels[0] === '*' && labels.length > 1 ? labels.slice(1) : labels;
  const odd = plain.find((label) => !LABEL.test(label));
  if (odd === undefined) return;
  ioException(
    /^[A-Za-z0-9]/.test(odd)
      ? 'DNSName components must consist of letters, digits, and hyphens'
      : 'DNSName components must begin with a letter, digit, or the first component can have only a wildcard character *',
  );
}

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;

/** URIName.java; java.net.URI refuses what RFC 2396 does not allow anywhere. */
function uriName(uri: string, isConstraint: boolean): void {
  const hasScheme = SCHEME.test(uri);
  if (isConstraint) {
    if (hasScheme) ioException(`invalid URI name constraint (should not include scheme):${uri}`);
    if (isRefused(() => dnsName(uri.replace(/^\./, '')))) ioException(`invalid URI name constraint:${uri}`);
    return;
  }
  if (/[\x00-\x20"<>\\^`{|}\x7f]|%(?![0-9a-fA-F]{2})/.test(uri)) ioException(`invalid URI name:${uri}`);
  if (!hasScheme) ioException(`URI name must include scheme:${uri}`);
  const host = /^[^:]+:\/\/(?:[^/?#@]*@)?([A-Za-z0-9.-]+)(?::\d*)?(?:[/?#]|$)/.exec(uri)?.[1];
  // What Java does not take for a host's name is not looked at either.
  if (host === undefined || !/^([A-Za-z0-9-]+\.)*[A-Za-z][A-Za-z0-9-]*$/.test(host)) return;
  if (isIP(host) === 0 && isRefused(() => dnsName(host)))
    ioException(`invalid URI name (host portion is not a valid DNSName, IPv4 address, or IPv6 address):${uri}`);
}

function isRefused(parse: () => void): boolean {
  try {
    parse();
    return false;
  } catch {
    return true;
  }
}
