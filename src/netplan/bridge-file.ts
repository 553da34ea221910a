import type * as z from 'zod';
import type { bridgeArguments, hostArguments } from '../bridge/arguments.ts';
import { yaml } from '../template/output/output-yaml.ts';
import type { PortLine } from './port-lines.ts';

type Given = z.output<z.ZodObject<typeof bridgeArguments>> & { name: string };

/** The netplan file of a bridge, letter for letter as `templates/netplan-bridge.yaml.hbs` writes it. */
export function bridgeFile(given: Given, links: readonly PortLine[]): string {
  const { name, renderer, bonds, vlans } = given;
  const link = (named: string, lines: Lines) => {
    const all = [...line('renderer', renderer), ...lines];
    return all.length > 0 ? section(quoted(named), all) : [`${quoted(named)}: {}`];
  };
  const ethernets = links.flatMap(({ name: port, match, mtu, silent }) =>
    link(port, [
      ...(match ? section('match', matchOf(match)) : []),
      ...line('mtu', mtu ?? undefined),
      ...(silent ? SILENT : []),
    ]),
  );
  const lines = section('network', [
    'version: 2',
    ...(ethernets.length > 0 ? section('ethernets', ethernets) : []),
    ...eachOf('bonds', bonds, (bond, settings) =>
      link(bond, [
        ...list('interfaces', settings.interfaces),
        ...hostLines(settings),
        ...map('parameters', settings.parameters),
      ]),
    ),
    ...eachOf('vlans', vlans, (vlan, settings) =>
      link(vlan, [...line('id', settings.id), ...line('link', settings.link), ...hostLines(settings)]),
    ),
    ...section('bridges', link(name, bridgeOf(given))),
  ]);
  return ['# Written by virtfleet: changes made here are found and undone.', ...lines, ''].join('\n');
}

/** A port has no addresses of its own. */
const SILENT = ['dhcp4: false', 'dhcp6: false'];

function bridgeOf(given: Given): Lines {
  const { interfaces } = given;
  return [
    ...(interfaces.length > 0 ? list('interfaces', interfaces) : ['interfaces: []']),
    ...hostLines(given),
    ...map('parameters', given.parameters),
  ];
}

/** What the host itself has of a link: `host` of the template. */
function hostLines(given: HostSettings): Lines {
  const { nameservers, routes = [], 'link-local': linkLocal } = given;
  const servers = [...list('addresses', nameservers?.addresses), ...list('search', nameservers?.search)];
  return [
    ...line('macaddress', given.macaddress),
    ...line('mtu', given.mtu),
    ...line('dhcp4', given.dhcp4),
    ...line('dhcp6', given.dhcp6),
    ...map('dhcp4-overrides', given['dhcp4-overrides']),
    ...map('dhcp6-overrides', given['dhcp6-overrides']),
    ...(linkLocal?.length === 0 ? ['link-local: []'] : list('link-local', linkLocal)),
    ...line('accept-ra', given['accept-ra']),
    ...line('critical', given.critical),
    ...line('optional', given.optional),
    ...list('addresses', given.addresses),
    ...(routes.length > 0 ? section('routes', routes.flatMap(routeOf)) : []),
    ...(servers.length > 0 ? section('nameservers', servers) : []),
  ];
}

type HostSettings = z.output<z.ZodObject<typeof hostArguments>>;

function routeOf(route: NonNullable<Given['routes']>[number]): Lines {
  const [first = '', ...others] = [
    ...line('to', route.to),
    ...line('via', route.via),
    ...line('metric', route.metric),
    ...line('table', route.table),
    ...line('scope', route.scope),
    ...(route['on-link'] ? ['on-link: true'] : []),
  ];
  return [`- ${first}`, ...others.map((other) => `  ${other}`)];
}

function matchOf({ name, macaddress, driver }: NonNullable<PortLine['match']>): Lines {
  return [...line('name', name), ...line('macaddress', macaddress), ...list('driver', driver)];
}

type Lines = readonly string[];
type Scalar = string | number | boolean;
type Entries = { readonly [key: string]: Scalar | Entries | undefined };

const quoted = (value: Scalar) => yaml.escape(value, 'whole');

function line(key: string, value: Scalar | undefined): Lines {
  return value === undefined ? [] : [`${key}: ${quoted(value)}`];
}

function list(key: string, values: readonly Scalar[] = []): Lines {
  return values.length > 0
    ? section(
        key,
        values.map((value) => `- ${quoted(value)}`),
      )
    : [];
}

function map(key: string, entries: Entries | undefined): Lines {
  return eachOf(key, entries, (name, value) =>
    typeof value === 'object' ? map(quoted(name), value) : line(quoted(name), value),
  );
}

function eachOf<T>(
  key: string,
  entries: Readonly<Record<string, T>> = {},
  lines: (name: string, value: T) => Lines,
): Lines {
  const all = Object.entries(entries).flatMap(([name, value]) => lines(name, value));
  return all.length > 0 ? section(key, all) : [];
}

function section(key: string, lines: Lines): Lines {
  return [`${key}:`, ...lines.map((one) => `  ${one}`)];
}
