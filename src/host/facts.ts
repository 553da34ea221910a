import { type Dependency, dependency } from '../plan/dependency.ts';
import { type Probe, printed } from '../plan/probe.ts';
import { fileStates, textAt } from './files.ts';
import { contentOf, readFactFile } from './local-facts.ts';
import { networkFacts } from './network-facts.ts';

/** Facts by their names without `ansible_`, in the subsets of Ansible's `gather_subset`. */
export type Facts = Readonly<Record<FactSubset | 'platform', Readonly<Record<string, unknown>>>>;

export const FACT_SUBSETS = ['min', 'network', 'hardware', 'virtual'] as const;
export type FactSubset = (typeof FACT_SUBSETS)[number];

/** Each line begins with a word that says what it is of, so that no content looks like anything else. */
const READ = `
put() { sed "s|^|$1 |"; }
put os </etc/os-release
for one in s n r v m; do uname -$one | put uname; done
hostname -f 2>/dev/null | put fqdn
grep -E '^(processor|vendor_id|model name|physical id|cpu cores|siblings)\\b' /proc/cpuinfo | put cpu
put memory </proc/meminfo
{ ip -j address | tr -d '\\n'; echo; } 2>/dev/null | put address
{ ip -j route show default | tr -d '\\n'; echo; } 2>/dev/null | put route
{ ip -j -6 route show default | tr -d '\\n'; echo; } 2>/dev/null | put route6
env -0 | tr '\\n\\0' ' \\n' | put env
printf '%s\\n' "$(id -un)" "$(id -u)" "$(id -g)" | put user
python3 -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null | put python
command -v python3 | put python_path
[ ! -d /run/systemd/system ] || echo systemd | put init
for one in apt-get dnf yum zypper apk; do ! command -v $one >/dev/null || { echo $one | put packages; break; }; done
{ systemd-detect-virt 2>/dev/null || :; } | put virtual
[ ! -d /sys/module/kvm ] || echo kvm | put module
date '+%Y %m %d %H %M %S %s %Z' | put date
for one in /etc/ansible/facts.d/*.fact; do
  [ ! -f "$one" ] || [ -x "$one" ] || { name=\${one##*/}; put "local \${name%.fact}" <"$one"; }
done`;

/** The facts of a host as they are when they are asked for, whatever tasks before did. */
export const hostFacts: Probe<Facts> = {
  key: 'facts',
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  awaited: true,
  parse: (answers) => parseFacts(printed(answers, 'read the facts of the host')),
};

/** What follows from a file of /etc/ansible/facts.d, whatever writes it. One that can be run is not read. */
export const factDependencies: readonly Dependency[] = [
  dependency(fileStates, hostFacts, (facts, { name, after }) => {
    const [, fact] = /^\/etc\/ansible\/facts\.d\/([^/.][^/]*)\.fact$/.exec(name) ?? [];
    const text = textAt(after);
    if (fact === undefined || text === undefined) return facts;
    const { [fact]: _, ...others } = facts.min.local as Record<string, unknown>;
    const isRead = after.kind === 'file' && !/[1357]/.test(after.mode.slice(-3));
    const own = isRead && text !== null ? { [fact]: contentOf(text.split('\n')) } : {};
    return { ...facts, min: { ...facts.min, local: { ...others, ...own } } };
  }),
];

/** Every fact that the names of Ansible have here, so that what uses one waits for it. */
export const FACT_NAMES: readonly string[] = [
  ...[
    'distribution',
    'distribution_release',
    'distribution_version',
    'distribution_major_version',
    'os_family',
  ],
  ...[
    'system',
    'nodename',
    'hostname',
    'domain',
    'fqdn',
    'kernel',
    'kernel_version',
    'machine',
    'architecture',
  ],
  ...[
    'env',
    'user_id',
    'user_uid',
    'user_gid',
    'service_mgr',
    'pkg_mgr',
    'date_time',
    'local',
    'lsb',
    'python_version',
    'python',
  ],
  ...['interfaces', 'default_ipv4', 'default_ipv6', 'all_ipv4_addresses', 'all_ipv6_addresses', 'eth0', 'lo'],
  ...['processor', 'processor_count', 'processor_cores', 'processor_threads_per_core'],
  ...['processor_vcpus', 'processor_nproc', 'memtotal_mb', 'memfree_mb', 'swaptotal_mb', 'swapfree_mb'],
  ...['virtualization_type', 'virtualization_role'],
];

type Lines = (section: string) => string[];

function parseFacts(text: string): Facts {
  const all = text.split('\n').flatMap((line): [string, string][] => {
    const [, section, rest = ''] = /^(\S+) (.*)$/s.exec(line) ?? [];
    return section === undefined ? [] : [[section, rest]];
  });
  const lines: Lines = (section) => all.flatMap(([name, rest]) => (name === section ? [rest] : []));
  return {
    platform: { ...distributionFacts(lines), ...platformFacts(lines) },
    min: { ...systemFacts(lines), local: readFactFile(lines('local')), lsb: {} },
    network: networkFacts(lines('address'), lines('route'), lines('route6')),
    hardware: hardwareFacts(lines),
    virtual: virtualFacts(lines),
  };
}

/** Source: os-release(5), and `OS_FAMILY_MAP` of Ansible 2.14. */
function distributionFacts(lines: Lines) {
  const release = Object.fromEntries(
    lines('os').flatMap((line): [string, string][] => {
      const [, name, value = ''] = /^(\w+)=["']?(.*?)["']?$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value]];
    }),
  );
  const { ID: id = '', NAME = '', VERSION_ID: version = '', VERSION_CODENAME, ID_LIKE: like = '' } = release;
  const family = `${id} ${like}`.split(' ').flatMap((one) => FAMILIES[one] ?? [])[0];
  const name = NAMES[id] ?? NAME.split(' ')[0] ?? '';
  return {
    distribution: name,
    distribution_release: VERSION_CODENAME ?? 'NA',
    distribution_version: version,
    distribution_major_version: version.split('.')[0],
    os_family: family ?? name,
  };
}

const NAMES: Readonly<Record<string, string>> = {
  ...{ debian: 'Debian', ubuntu: 'Ubuntu', rhel: 'RedHat', rocky: 'Rocky', almalinux: 'AlmaLinux' },
  ...{ centos: 'CentOS', fedora: 'Fedora', arch: 'Archlinux', alpine: 'Alpine' },
};

const FAMILIES: Readonly<Record<string, string>> = {
  ...{ debian: 'Debian', ubuntu: 'Debian', rhel: 'RedHat', fedora: 'RedHat', centos: 'RedHat' },
  ...{ suse: 'Suse', arch: 'Archlinux', alpine: 'Alpine' },
};

/** Source: `PlatformFactCollector` of Ansible 2.14. */
function platformFacts(lines: Lines) {
  const [system, nodename = '', kernel, kernelVersion, machine] = lines('uname');
  const [fqdn = nodename] = lines('fqdn');
  return {
    ...{ system, nodename, kernel, machine, architecture: machine, fqdn },
    kernel_version: kernelVersion,
    hostname: nodename.split('.')[0],
    domain: fqdn.split('.').slice(1).join('.'),
    ...pythonFacts(lines('python')[0] ?? '', lines('python_path')[0] ?? ''),
  };
}

function pythonFacts(version: string, executable: string) {
  const [major, minor, micro] = version.split('.').map(Number);
  return {
    python_version: version,
    python: { executable, type: 'cpython', version: { major, minor, micro } },
  };
}

function systemFacts(lines: Lines) {
  const [user, uid, gid] = lines('user');
  const [packages] = lines('packages');
  return {
    ...{ user_id: user, user_uid: Number(uid), user_gid: Number(gid) },
    service_mgr: lines('init')[0] ?? 'service',
    pkg_mgr: packages === 'apt-get' ? 'apt' : (packages ?? 'unknown'),
    env: Object.fromEntries(
      lines('env').map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1)]),
    ),
    date_time: dateFacts(lines('date')[0] ?? ''),
  };
}

function dateFacts(line: string) {
  const [year, month, day, hour, minute, second, epoch, tz] = line.split(' ');
  const [date, time] = [`${year}-${month}-${day}`, `${hour}:${minute}:${second}`];
  return { year, month, day, hour, minute, second, epoch, tz, date, time };
}

function hardwareFacts(lines: Lines) {
  const memory = Object.fromEntries(lines('memory').map((line) => line.split(/:\s+/) as [string, string]));
  const mebibytes = (name: string) => Math.floor(Number.parseInt(memory[name] ?? '0', 10) / 1024);
  const { processor_nproc, ...processors } = processorFacts(lines('cpu'));
  return {
    ...processors,
    processor_vcpus: processor_nproc,
    processor_nproc,
    memtotal_mb: mebibytes('MemTotal'),
    memfree_mb: mebibytes('MemFree'),
    swaptotal_mb: mebibytes('SwapTotal'),
    swapfree_mb: mebibytes('SwapFree'),
  };
}

/** Source: `LinuxHardware.get_cpu_facts` of Ansible 2.14. */
function processorFacts(lines: readonly string[]) {
  const all = lines.map(
    (line) => [line.replace(/\s*:.*/, ''), line.slice(line.indexOf(':') + 1).trim()] as const,
  );
  const of = (name: string) => all.flatMap(([key, value]) => (key === name ? [value] : []));
  const cores = Number(of('cpu cores')[0] ?? 1);
  const named = all.filter(([key]) => /^(processor|vendor_id|model name)$/.test(key));
  return {
    processor: named.map(([, value]) => value),
    processor_count: new Set(of('physical id')).size || of('processor').length,
    processor_cores: cores,
    processor_threads_per_core: Math.max(1, Math.floor(Number(of('siblings')[0] ?? cores) / cores)),
    processor_nproc: of('processor').length,
  };
}

/** Source: `VirtualLinux` of Ansible 2.14, by the words of systemd-detect-virt(1). */
function virtualFacts(lines: Lines) {
  const [found = 'none'] = lines('virtual');
  if (found !== 'none') {
    const type = /^(?:container-other|systemd-nspawn)$/.test(found) ? 'container' : found;
    return { virtualization_type: type, virtualization_role: 'guest' };
  }
  const isHost = lines('module').length > 0;
  return { virtualization_type: isHost ? 'kvm' : 'NA', virtualization_role: isHost ? 'host' : 'NA' };
}
