import { only, type Probe } from '../plan/probe.ts';
import { type UnitState, unitAt } from '../plan/unit.ts';

/** What a dnsmasq serves, and where. */
export interface Served {
  interfaces: readonly string[];
  addresses: readonly string[];
  /** On port 53. */
  names: boolean;
  dhcp: boolean;
}

const UNIT = 'dnsmasq.service';

/** The service that comes with the package dnsmasq. */
export const distributionUnit = unitAt(UNIT);

/** An option of dnsmasq as its files have it: without dashes, and with no value where it is a switch. */
export type Option = readonly [name: string, value: string];

/** What is on a host of dnsmasq beside its unit. */
export interface HostDnsmasq {
  program: boolean;
  /** Of the files of the distribution's service, by their paths, the options that say where it serves. */
  files: Readonly<Record<string, readonly Option[]>>;
}

/** Of Debian's package dnsmasq-base only the program comes, which has neither of these files. */
const READ = `
[ ! -x /usr/sbin/dnsmasq ] || echo program
cd /etc
[ -e dnsmasq.conf ] || [ -d dnsmasq.d ] || exit 0
options='port|interface|except-interface|listen-address|bind-interfaces|bind-dynamic|dhcp-range'
grep -HsE --exclude='*.dpkg-*' --exclude='*~' "^[[:space:]]*($options)\\>" dnsmasq.conf dnsmasq.d/*
true`;

/** The program, and what the distribution's service would be told. */
export const hostDnsmasq: Probe<HostDnsmasq> = {
  key: 'dnsmasq of the host',
  ask: { kind: 'script', script: READ, args: [] },
  parse: (answers) => {
    const lines = only(answers).stdout.toString().split('\n').filter(Boolean);
    const files: Record<string, Option[]> = {};
    for (const line of lines) {
      const [, file, option = ''] = /^(dnsmasq\.[^:]*):(.*)$/.exec(line) ?? [];
      if (file !== undefined)
        files[`/etc/${file}`] = [...(files[`/etc/${file}`] ?? []), ...optionsOf(option)];
    }
    return { program: lines.includes('program'), files };
  },
};

const TELLING =
  /^\s*(port|interface|except-interface|listen-address|bind-interfaces|bind-dynamic|dhcp-range)\s*(?:=\s*([^\s#]*)|#|$)/;

/** `name=value # remark`, see dnsmasq(8). */
function optionsOf(text: string): Option[] {
  return text.split('\n').flatMap((line): Option[] => {
    const [, name, value = ''] = TELLING.exec(line) ?? [];
    return name === undefined ? [] : [[name, value]];
  });
}

/** The host once a file has this content, or is gone where it is null. */
export function withConfigFile(host: HostDnsmasq, path: string, content: string | null): HostDnsmasq {
  const { [path]: _, ...others } = host.files;
  const options = /^\/etc\/dnsmasq\.(conf|d\/[^/]*)$/.test(path) ? optionsOf(content ?? '') : [];
  return { ...host, files: options.length > 0 ? { ...others, [path]: options } : others };
}

export const NO_PROGRAM = [
  'This host has no /usr/sbin/dnsmasq. Install it by a task before this one, by the package without a service:',
  '  package: { name: dnsmasq-base }',
  'Where there is no such package, as with dnf, it is dnsmasq.',
].join('\n');

/** Why the distribution's service would be in the way of another dnsmasq, and what to do about it. */
export function distributionCollision(wanted: Served, unit: UnitState, host: HostDnsmasq): string[] {
  if (!unit.active && !unit.enabled) return [];
  const all = (name: string) =>
    Object.values(host.files)
      .flat()
      .flatMap(([key, value]) => (key === name ? value.split(',') : []));
  const [interfaces, addresses] = [all('interface'), all('listen-address')];
  const isListed = (link: string) => interfaces.some((one) => matches(one, link));
  const serves = (link: string) =>
    (isListed(link) || interfaces.length + addresses.length === 0) &&
    !all('except-interface').some((one) => matches(one, link));
  // Without one of these it binds all addresses, whatever it serves: dnsmasq(8), --bind-interfaces.
  const binds = all('bind-interfaces').length + all('bind-dynamic').length > 0;
  const names =
    wanted.names &&
    (all('port').at(-1) ?? '53') === '53' &&
    (!binds || wanted.interfaces.some(serves) || wanted.addresses.some((one) => addresses.includes(one)));
  const dhcp = wanted.dhcp && all('dhcp-range').length > 0 && wanted.interfaces.some(serves);
  if (!names && !dhcp) return [];
  const what = [...(names ? ['the name service'] : []), ...(dhcp ? ['DHCP'] : [])].join(' and ');
  return [
    [
      `${UNIT}, which the distribution brings, ${unit.active ? 'runs' : 'starts with the host'} and has ${what} there, too. Take it out of the way by a task before this one:`,
      '  service: { name: dnsmasq, state: stopped, masked: true }',
    ].join('\n'),
  ];
}

/** A name may end in a star: dnsmasq(8), --interface. */
function matches(pattern: string, link: string): boolean {
  return pattern.endsWith('*') ? link.startsWith(pattern.slice(0, -1)) : pattern === link;
}
