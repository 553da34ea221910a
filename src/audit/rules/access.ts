import type { FileRights } from '../observe/permissions.ts';
import { type OnHost, onHosts, type Rule, when } from '../rule.ts';

/** Rules about who else can change or read the networks of a host. */
export const ACCESS_RULES: readonly Rule[] = [
  {
    id: 'libvirt-tcp-open',
    severity: 'error',
    summary: 'libvirt listens on TCP without encryption',
    why: 'Whoever reads along gets passwords and the consoles of guests; with auth_tcp none anybody is root on the host.',
    todo: 'Use qemu+ssh:// or TLS: systemctl disable --now libvirtd-tcp.socket, or virtproxyd-tcp.socket.',
    find: onHosts(({ listeners = [] }) => {
      const open = listeners.filter(
        ({ protocol, port, address }) => protocol === 'tcp' && port === TCP && !isLoopback(address),
      );
      return open.map(
        ({ address }): OnHost => ({
          object: 'host',
          evidence: `${address} port ${TCP} is open`,
          command: ['systemctl', 'list-sockets', 'libvirtd*', 'virtproxyd*'],
        }),
      );
    }),
  },
  {
    id: 'libvirt-tcp-without-password',
    severity: 'error',
    summary: 'libvirt lets everybody in by TCP',
    why: 'Who opens a connection is root on the host.',
    todo: 'Set auth_tcp to sasl, or better use qemu+ssh://.',
    find: onHosts(({ libvirtSettings }) =>
      when(libvirtSettings?.configuration['auth_tcp'] === 'none', 'auth_tcp is none').map((one) => ({
        object: 'host',
        ...one,
      })),
    ),
  },
  {
    id: 'libvirt-tls-without-check',
    severity: 'error',
    summary: 'libvirt lets everybody with a certificate of any kind write',
    why: 'With auth_tls none and without access drivers every client that TLS lets in is root on the host. With an open port that is everybody who has a certificate of its authority.',
    todo: 'Name the clients in tls_allowed_dn_list, or set auth_tls to sasl.',
    find: onHosts(({ listeners = [], libvirtSettings }) => {
      const open = listeners.find(
        ({ protocol, port, address }) => protocol === 'tcp' && port === TLS && !isLoopback(address),
      );
      return when(
        open && libvirtSettings?.configuration['auth_tls'] === 'none',
        `${open?.address} port ${TLS} is open, and auth_tls is none`,
      ).map((one) => ({ object: 'host', ...one }));
    }),
  },
  {
    id: 'libvirt-socket-open',
    severity: 'error',
    summary: 'Every user of the host may do everything with libvirt',
    why: 'Who can write to the socket of libvirt is root on the host, unless polkit asks. Here it does not.',
    todo: 'Set auth_unix_rw to polkit, or give the socket to a group: SocketMode=0660 of libvirtd.socket.',
    find: onHosts(({ files = [], libvirtSettings }) =>
      files
        .filter(
          ({ kind, mode }) =>
            kind === 'socket' &&
            (mode & 0o002) !== 0 &&
            libvirtSettings?.configuration['auth_unix_rw'] === 'none',
        )
        .map(
          (one): OnHost => ({
            object: `file ${one.path}`,
            evidence: `${rightsText(one)}, and auth_unix_rw is none`,
          }),
        ),
    ),
  },
  {
    id: 'configuration-writable',
    severity: 'error',
    summary: 'Users who are not root can write what the networks of a host are made of',
    why: 'Programs that run as root read it: dnsmasq runs a dhcp-script, libvirt runs hooks, netplan writes units.',
    todo: 'Give it to root, without write access for others.',
    find: onHosts(({ files = [] }) =>
      files
        .filter((one) => one.kind !== 'socket' && isWritable(one))
        .map(
          (one): OnHost => ({
            object: `file ${one.path}`,
            evidence: rightsText(one),
            command: ['chmod', 'go-w', one.path],
          }),
        ),
    ),
  },
  {
    id: 'netplan-readable',
    severity: 'warning',
    summary: 'A file of netplan can be read by everybody',
    why: 'It may hold keys of tunnels and passwords of wireless networks. netplan itself warns of it, from 0.106 on.',
    todo: 'Set its mode to 0600. A bridge task writes its file so.',
    find: onHosts(({ files = [] }) =>
      files
        .filter(
          ({ path, kind, mode }) =>
            kind === 'file' && path.startsWith('/etc/netplan/') && (mode & 0o077) !== 0,
        )
        .map(
          (one): OnHost => ({
            object: `file ${one.path}`,
            evidence: rightsText(one),
            command: ['chmod', '600', one.path],
          }),
        ),
    ),
  },
  {
    id: 'hook-not-executable',
    severity: 'warning',
    summary: 'A hook of libvirt cannot be run',
    why: 'libvirt passes by a hook that is not executable, without a word in most versions.',
    todo: 'Make it executable, or remove it.',
    find: onHosts(({ files = [] }) =>
      files
        .filter(
          ({ path, kind, mode }) =>
            kind === 'file' &&
            /^\/etc\/libvirt\/hooks\/(network|qemu|daemon|lxc)$/.test(path) &&
            (mode & 0o100) === 0,
        )
        .map(
          (one): OnHost => ({
            object: `file ${one.path}`,
            evidence: rightsText(one),
            command: ['chmod', '755', one.path],
          }),
        ),
    ),
  },
];

const TCP = 16509;
const TLS = 16514;

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

/** A folder with the sticky bit lets nobody take away files of others, but anybody add some. */
function isWritable({ mode, owner, group }: FileRights): boolean {
  const byGroup = (mode & 0o020) !== 0 && group !== 'root';
  return (mode & 0o002) !== 0 || byGroup || (!OWNERS.has(owner) && (mode & 0o200) !== 0);
}

/** Users of services that own what they write. */
const OWNERS: ReadonlySet<string> = new Set([
  'root',
  'libvirt-dnsmasq',
  'dnsmasq',
  'libvirt-qemu',
  'qemu',
  'systemd-network',
]);

function rightsText({ mode, owner, group }: FileRights): string {
  return `mode ${mode.toString(8).padStart(4, '0')}, owner ${owner}, group ${group}`;
}
