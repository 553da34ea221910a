import { Address6 } from 'ip-address';
import { type Prediction, predict } from '../../plan/change.ts';
import { jsonIn, only, type Probe } from '../../plan/probe.ts';
import { canonicalAddress } from './addresses.ts';
import type { LinkDifference } from './link-differences.ts';

/** The configured name service of a link, without what a lease or a router gives. */
export interface Servers {
  addresses: readonly string[];
  /** In lower case, without a last dot. */
  search: readonly string[];
}

/**
 * What networkd has of it, or null where it does not run the link. Read only where a task sets it; the rest of the
 * answer changes by itself. See networkctl(1), `--json`.
 */
export function serversAt(link: string): Probe<Servers | null> {
  return {
    key: `name servers of ${link}`,
    open: true,
    ask: { kind: 'script', script: READ, args: [link] },
    volatile: true,
    parse: (answers) => parseServers(only(answers).stdout.toString()),
  };
}

const READ = 'networkctl --json=short status "$1" 2>/dev/null || :';

interface Status {
  AdministrativeState?: string;
  DNS?: readonly { Family: number; Address: readonly number[]; ConfigSource: string }[];
  SearchDomains?: readonly { Domain: string; ConfigSource: string }[];
}

function parseServers(text: string): Servers | null {
  if (!text.startsWith('{')) return null;
  const {
    AdministrativeState: state,
    DNS = [],
    SearchDomains = [],
  } = jsonIn(text, 'read the name servers') as Status;
  if (state === undefined || state === 'unmanaged') return null;
  const isStatic = ({ ConfigSource: source }: { ConfigSource: string }) => source === 'static';
  return {
    addresses: DNS.filter(isStatic).map(({ Address: bytes }) => addressOf(bytes)),
    search: SearchDomains.filter(isStatic).map(({ Domain: domain }) => domain),
  };
}

function addressOf(bytes: readonly number[]): string {
  return bytes.length === 4 ? bytes.join('.') : Address6.fromByteArray([...bytes]).correctForm();
}

/** What a task sets of it, or undefined where it sets nothing. */
export function serversOf(given?: {
  addresses?: readonly string[] | undefined;
  search?: readonly string[] | undefined;
}): Servers | undefined {
  if (!given) return undefined;
  const { addresses = [], search = [] } = given;
  return {
    addresses: addresses.map(canonicalAddress),
    // networkd has what is only routed apart, and writes names of other alphabets in its own way: RFC 5890.
    search: search
      .filter((name) => /^[\w.-]+$/.test(name))
      .map((name) => name.toLowerCase().replace(/\.$/, '')),
  };
}

/** What differs, where networkd exposes it, and what it has afterwards. */
export function serverChanges(
  link: string,
  desired: Servers | undefined,
  is: Servers | null | undefined,
): { differences: LinkDifference[]; predictions: Prediction[] } {
  if (!desired) return { differences: [], predictions: [] };
  const list = (words: readonly string[]) => words.join(', ') || null;
  const differences = [
    { what: `name servers of ${link}`, before: list(is?.addresses ?? []), after: list(desired.addresses) },
    { what: `search domains of ${link}`, before: list(is?.search ?? []), after: list(desired.search) },
  ];
  return {
    differences: is ? differences.filter(({ before, after }) => before !== after) : [],
    predictions: is === null ? [] : [predict(serversAt(link), desired)],
  };
}
