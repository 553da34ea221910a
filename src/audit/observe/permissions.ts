import { type Probe, printed } from '../../plan/probe.ts';

/** Who may do what with a file or folder. */
export interface FileRights {
  path: string;
  kind: 'file' | 'folder' | 'socket' | 'other';
  /** As chmod(1) has it: 0o644 is 420. */
  mode: number;
  owner: string;
  group: string;
}

/** What decides over the networks of a host: who can write there, can be root. */
const PATHS = [
  '/etc/libvirt',
  '/etc/libvirt/*.conf',
  '/etc/libvirt/hooks',
  '/etc/libvirt/hooks/*',
  '/etc/libvirt/qemu/networks',
  '/etc/libvirt/qemu/networks/*.xml',
  '/etc/libvirt/qemu/networks/autostart',
  '/var/lib/libvirt/dnsmasq',
  '/var/lib/libvirt/dnsmasq/*.conf',
  '/run/libvirt/libvirt-sock',
  '/run/libvirt/virtnetworkd-sock',
  '/etc/netplan',
  '/etc/netplan/*.yaml',
  '/etc/sysctl.d',
  '/etc/sysctl.d/*.conf',
  '/etc/sysctl.conf',
  '/etc/dnsmasq.conf',
  '/etc/dnsmasq.d',
  '/etc/dnsmasq.d/*',
  '/etc/virtfleet',
  '/var/lib/virtfleet',
  '/etc/systemd/network',
  '/etc/systemd/network/*',
  '/etc/nftables.conf',
];

const READ = `
stat -L -c '%a %U %G %F:%n' -- ${PATHS.join(' ')} 2>/dev/null
true`;

/** The rights of the files that networks are made of; those of folders that this user may not enter are left out. */
export const permissions: Probe<readonly FileRights[]> = {
  key: 'rights of files',
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  parse: (answers) =>
    printed(answers, 'read the rights of files')
      .split('\n')
      .flatMap((line) => rightsOf(line) ?? []),
};

function rightsOf(line: string): FileRights | undefined {
  const [, mode = '', owner = '', group = '', type = '', path = ''] =
    /^([0-7]+) (\S+) (\S+) ([^:]+):(.+)$/.exec(line) ?? [];
  if (path === '') return undefined;
  return { path, kind: KINDS[type] ?? 'other', mode: Number.parseInt(mode, 8), owner, group };
}

/** In the words of stat(1), in the locale that probes are read in. */
const KINDS: Readonly<Record<string, FileRights['kind']>> = {
  'regular file': 'file',
  'regular empty file': 'file',
  directory: 'folder',
  socket: 'socket',
};
