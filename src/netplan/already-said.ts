import { isDeepStrictEqual } from 'node:util';
import { type DescribedLink, mapOf, type Settings } from '../bridge/described.ts';
import { canonicalAddress } from '../bridge/kernel/addresses.ts';
import { effectiveLinks } from './effective.ts';
import { fileLinks } from './file-links.ts';
import type { NetplanFile } from './host-files.ts';
import { OWN, says } from './take-over.ts';

/**
 * Whether the files of others say all that the file of a bridge would say of its links, be it in other words: there is
 * nothing to write then.
 */
export function isAlreadySaid(content: string, files: readonly NetplanFile[]): boolean {
  const there = effectiveLinks(files);
  return fileLinks(content).every((link) => {
    const other = there.find(({ section, id }) => section === link.section && id === link.id);
    if (other)
      return link.section === 'ethernets' ? isSamePort(link, other) : isSame(link.settings, other.settings);
    // A port may be of any kind there.
    return link.section === 'ethernets' && there.some(({ id }) => id === link.id);
  });
}

/** Of a port only what a bridge says of it: that it has no addresses, its MTU, and how it is found. */
function isSamePort({ settings }: DescribedLink, { settings: other }: DescribedLink): boolean {
  const isPort = settings.dhcp4 !== undefined;
  const isSilent = OWN.every((key) => key === 'link-local' || !says(other[key] ?? false));
  const isFoundAlike = settings.match === undefined || isSame(mapOf(settings.match), mapOf(other.match));
  return isFoundAlike && (isSilent || !isPort) && String(settings.mtu) === String(other.mtu);
}

function isSame(one: Settings, other: Settings): boolean {
  return isDeepStrictEqual(normal(one), normal(other));
}

/** What says nothing, left out; what can be written in several ways, in one. */
function normal(settings: Settings): Settings {
  const { gateway4, gateway6, routes, addresses, interfaces, macaddress, parameters, ...others } = settings;
  const gateways = [gateway4, gateway6]
    .filter((via) => via !== undefined)
    .map((via) => ({ to: 'default', via }));
  const all = {
    ...others,
    routes: [...gateways, ...listOf(routes)]
      .map((route) => normal(mapOf(route)))
      .map(withDefault)
      .toSorted(byText),
    addresses: listOf(addresses)
      .map((one) => addressOf(one))
      .toSorted(byText),
    interfaces: listOf(interfaces).map(String).toSorted(),
    ...(macaddress !== undefined && { macaddress: String(macaddress).toLowerCase() }),
    parameters: inSeconds(mapOf(parameters)),
  };
  return Object.fromEntries(
    Object.entries(all)
      .map(([key, value]) => [key, plain(value)] as const)
      .filter(([key, value]) => key === 'link-local' || !saysNothing(value)),
  );
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function saysNothing(value: unknown): boolean {
  return (
    !says(value ?? null) ||
    value === 'false' ||
    (typeof value === 'object' && Object.keys(mapOf(value)).length === 0)
  );
}

/** Numbers and texts of them are the same to netplan. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, each]) => [key, plain(each)] as const);
    return Object.fromEntries(entries.filter(([, each]) => !Array.isArray(each) || each.length > 0));
  }
  return value === null || value === undefined ? null : String(value);
}

function withDefault(route: Settings): Settings {
  return route.to === '0.0.0.0/0' || route.to === '::/0' ? { ...route, to: 'default' } : route;
}

function addressOf(entry: unknown): unknown {
  if (typeof entry !== 'string') return entry;
  const [, prefix] = entry.split('/');
  return [canonicalAddress(entry), prefix].join('/');
}

const SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };
const TIMES = ['forward-delay', 'hello-time', 'max-age', 'ageing-time'];

/** A time of a bridge is in seconds, unless it has a unit. */
function inSeconds(parameters: Settings): Settings {
  return Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => {
      const [, digits, unit = 's'] = /^(\d+)(ms|s|m|h)?$/.exec(String(value)) ?? [];
      return [
        key,
        TIMES.includes(key) && digits !== undefined ? Number(digits) * (SECONDS[unit] ?? 1) : value,
      ];
    }),
  );
}

function byText(one: unknown, other: unknown): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}
