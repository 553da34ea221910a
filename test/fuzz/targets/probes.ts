import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseNetwork } from '../../../src/libvirt/format/parse.ts';
import type { AnyModule } from '../../../src/modules/module.ts';
import type { Probe } from '../../../src/plan/probe.ts';
import { ROOT } from '../corpus.ts';

type Exports = Readonly<Record<string, unknown>>;

const SOURCE = join(ROOT, 'src');

const PASSED = `<network xmlns:dnsmasq='http://libvirt.org/schemas/network/dnsmasq/1.0'><name>lab</name>
<dnsmasq:options><dnsmasq:option value='bogus-priv'/><dnsmasq:option value='nonsense=1'/></dnsmasq:options></network>`;

/** What probes are asked of, for functions that make one. */
const ABOUT: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  addressesAt: [['virbr0']],
  checksumAt: [['/etc/hostname', 'sha256']],
  claimOf: [['00000000-0000-4000-8000-000000000000']],
  cutOffAt: [[{ files: ['/etc/virtfleet/dnsmasq/lan.conf'] }]],
  definitionsBeside: [[[]]],
  dhcpServers: [[1]],
  dnsmasqPid: [['default']],
  dnsmasqRefusals: [[parseNetwork(PASSED)]],
  existence: [['/etc/hostname']],
  fileAt: [['/etc/hostname'], ['/etc'], ['/etc/mtab'], ['/nowhere']],
  foundIn: [['/etc/netplan', true]],
  functionsOf: [['eth0']],
  generated: [[[]]],
  groupAt: [['root']],
  guestAt: [['web1'], ['nobody']],
  guestXml: [['web1']],
  hasOldLists: [[3600]],
  keptOf: [['00000000-0000-4000-8000-000000000000']],
  leasesAt: [['default']],
  leftBehind: [['00000000-0000-4000-8000-000000000000']],
  linkAt: [['virbr0'], ['eth0'], ['nolink']],
  macAt: [['eth0']],
  matchedAt: [[{ id: 'x', name: 'e*', macaddress: '', driver: [] }]],
  nameQuestions: [[[{ server: '127.0.0.1', question: 'alive' }]]],
  needsReload: [['system']],
  networkAt: [['default'], ['nonet']],
  networkDump: [['default']],
  newerPackage: [['libvirt-daemon']],
  numberOf: [['passwd', 'root']],
  ownershipRecord: [[{ project: 'p', name: 'default' }]],
  packageAt: [['libvirt-daemon'], ['nopackage']],
  passwordOf: [['root']],
  pathState: [['/etc/hostname']],
  pings: [[[{ ip: '127.0.0.1', size: 1500 }]]],
  poolAt: [['default']],
  portValueAt: [['virbr0', { what: 'path-cost', port: 'vnet0' }]],
  resolution: [['localhost']],
  sameContent: [['/etc/hostname', '/etc/hostname']],
  sameFile: [['/etc/hostname', '/etc/hostname']],
  serversAt: [['eth0']],
  testedOn: [['nonsense\n']],
  unitAt: [['ssh.service'], ['nounit.service']],
  userAt: [['root'], ['nouser']],
  volumeAt: [['default', 'web1.qcow2']],
};

function isProbe(value: unknown): value is Probe {
  return typeof value === 'object' && value !== null && 'ask' in value && 'parse' in value && 'key' in value;
}

function isModule(value: unknown): value is AnyModule {
  return typeof value === 'object' && value !== null && 'observe' in value && 'args' in value;
}

/** Arguments of tasks of modules that ask something of their own. */
const TASKS: Readonly<Record<string, object>> = {
  modprobe: { name: 'bridge' },
  ping: {},
  stat: { path: '/etc/hostname' },
  sysctl: { key: 'net.ipv4.ip_forward', value: 1 },
  wait_for: { path: '/etc/hostname' },
};

/** What a task of a module asks, if this list has one. */
function asked({ name, args, observe }: AnyModule): Probe[] {
  const task = TASKS[name];
  return task ? Object.values(observe(args.parse(task))) : [];
}

/** The probes of a file: those that it exports, and those that its functions make. */
function probesOf(exports: Exports): Probe[] {
  return Object.entries(exports).flatMap(([name, value]) => {
    if (isProbe(value)) return [value];
    if (isModule(value)) return asked(value);
    if (typeof value === 'object' && value !== null) return Object.values(value).filter(isProbe);
    if (typeof value !== 'function') return [];
    return (ABOUT[name] ?? [])
      .map((words) => (value as (...words: readonly unknown[]) => unknown)(...words))
      .filter(isProbe);
  });
}

/** The files of src that ask hosts something, with the probes that they have. */
export const PROBES_BY_FILE: ReadonlyMap<string, readonly Probe[]> = new Map(
  await Promise.all(
    askingFiles().map(
      async (file) => [file, probesOf((await import(join(SOURCE, file))) as Exports)] as const,
    ),
  ),
);

function askingFiles(): string[] {
  const all = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  return all.toSorted().filter((file) => /\bask: \{/.test(readText(file)));
}

function readText(file: string): string {
  return readFileSync(join(SOURCE, file), 'utf8');
}
