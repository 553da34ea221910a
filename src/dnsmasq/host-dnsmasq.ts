import { fileStates, textAt } from '../host/files.ts';
import { type Dependency, dependency } from '../plan/dependency.ts';
import { only, type Probe } from '../plan/probe.ts';
import { FOLDER } from './unit-file.ts';

/** An option of dnsmasq as its files have it: without dashes, and with no value where it is a switch. */
export type Option = readonly [name: string, value: string];

/** What is on a host of dnsmasq beside its unit. */
export interface HostDnsmasq {
  program: boolean;
  /** Of the files of the distribution's service, by their paths, the options that say where it serves. */
  files: Readonly<Record<string, readonly Option[]>>;
  /** The same of Virtfleet's instances that run or start with the host, by their names. */
  instances: Readonly<Record<string, readonly Option[]>>;
}

/** Of Debian's package dnsmasq-base only the program comes, which has neither of the files in /etc. */
const READ = `
[ ! -x /usr/sbin/dnsmasq ] || echo program
options='port|interface|except-interface|listen-address|bind-interfaces|bind-dynamic|dhcp-range'
tell() { grep -HsE --exclude='*.dpkg-*' --exclude='*~' "^[[:space:]]*($options)\\>" "$@"; }
for file in ${FOLDER}/*.conf; do
  name=\${file##*/} name=\${name%.conf}
  [ ! -e "/run/virtfleet-dnsmasq-$name.pid" ] &&
    [ ! -e "/etc/systemd/system/multi-user.target.wants/virtfleet-dnsmasq@$name.service" ] || tell "$file"
done
[ ! -e /etc/dnsmasq.conf ] && [ ! -d /etc/dnsmasq.d ] || tell /etc/dnsmasq.conf /etc/dnsmasq.d/*
true`;

/** The program, the options of the distribution's service, and those of Virtfleet's instances. */
export const hostDnsmasq: Probe<HostDnsmasq> = {
  key: 'dnsmasq of the host',
  ask: { kind: 'script', script: READ, args: [] },
  parse: (answers) => {
    const lines = only(answers).stdout.toString().split('\n').filter(Boolean);
    const files = new Map<string, Option[]>();
    const instances = new Map<string, Option[]>();
    for (const line of lines) {
      const [, file, option = ''] = /^(\/[^:]*):(.*)$/.exec(line) ?? [];
      if (file === undefined) continue;
      const instance = file.startsWith(`${FOLDER}/`);
      const [into, key] = instance
        ? ([instances, file.slice(FOLDER.length + 1, -5)] as const)
        : ([files, file] as const);
      into.set(key, [...(into.get(key) ?? []), ...optionsOf(option)]);
    }
    return {
      program: lines.includes('program'),
      files: Object.fromEntries(files),
      instances: Object.fromEntries(instances),
    };
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

/** Files that nobody reads: dnsmasq(8), `conf-dir`. */
const IGNORED = /~$|\.dpkg-|\/\.[^/]*$/;

/** What follows from a file, whatever writes it. */
export const dnsmasqDependencies: readonly Dependency[] = [
  dependency(fileStates, hostDnsmasq, (host, { name, after }) => {
    const text = textAt(after);
    return text === undefined || IGNORED.test(name) ? host : withConfigFile(host, name, text);
  }),
];

/** The host once a file has this content, or is gone where it is null. */
export function withConfigFile(host: HostDnsmasq, path: string, content: string | null): HostDnsmasq {
  const { [path]: _, ...others } = host.files;
  const options = /^\/etc\/dnsmasq\.(conf|d\/[^/]*)$/.test(path) ? optionsOf(content ?? '') : [];
  return { ...host, files: options.length > 0 ? { ...others, [path]: options } : others };
}

/** The host once an instance serves with this content, or not at all where it is null. */
export function withInstance(host: HostDnsmasq, name: string, content: string | null): HostDnsmasq {
  const { [name]: _, ...others } = host.instances;
  return { ...host, instances: content === null ? others : { ...others, [name]: optionsOf(content) } };
}

export const NO_PROGRAM = [
  'This host has no /usr/sbin/dnsmasq. Install it by a task before this one, by the package without a service:',
  '  package: { name: dnsmasq-base }',
  'Where there is no such package, as with dnf, it is dnsmasq.',
].join('\n');
