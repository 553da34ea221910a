import { type Probe, printed } from '../../plan/probe.ts';

/** How libvirt's daemons let others in, and whether they start with the host. */
export interface LibvirtSettings {
  /** What their configuration says, by its keys, such as `auth_tcp`; only of files that this user may read. */
  configuration: Readonly<Record<string, string>>;
  /** By unit, in the words of `systemctl is-enabled`; units that the host does not have are left out. */
  units: Readonly<Record<string, string>>;
}

const UNITS = ['libvirtd.service', 'libvirtd.socket', 'virtnetworkd.service', 'virtnetworkd.socket'];
const KEYS = 'auth_tcp|auth_unix_rw|unix_sock_rw_perms|unix_sock_group|listen_tcp|access_drivers|auth_tls';

const READ = `
grep -hsE '^ *(${KEYS}) *=' /etc/libvirt/libvirtd.conf /etc/libvirt/virtproxyd.conf /etc/libvirt/virtnetworkd.conf
for unit in ${UNITS.join(' ')}; do echo "unit $unit $(systemctl is-enabled "$unit" 2>/dev/null)"; done`;

export const libvirtSettings: Probe<LibvirtSettings> = {
  key: 'settings of libvirt',
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  parse: (answers) => {
    const lines = printed(answers, 'read the settings of libvirt').split('\n');
    const written = lines.flatMap((line) => {
      const [, key, value = ''] = /^ *([a-z_]+) *= *(.*?) *(?:#.*)?$/.exec(line) ?? [];
      return key === undefined ? [] : [[key, value.replaceAll('"', '')] as const];
    });
    const units = lines.flatMap((line) => {
      const [word, unit = '', state = ''] = line.split(' ');
      return word === 'unit' && state !== '' && state !== 'not-found' ? [[unit, state] as const] : [];
    });
    return { configuration: Object.fromEntries(written), units: Object.fromEntries(units) };
  },
};
