import { type Probe, printed } from '../../plan/probe.ts';
import { type Domain, parseDomain } from './domain.ts';

/** An interface of a running guest that has a tap on the host. */
export interface GuestTap {
  guest: string;
  mac: string;
  /** The tap, such as `vnet0`. */
  interface: string;
  /** The libvirt network it is configured for; absent for one that names a bridge itself. */
  network?: string;
  /** The bridge it is configured for, as far as the definition says. */
  bridge?: string;
  /** The bridge that the kernel has it on; absent when it is on none. */
  master?: string;
}

/**
 * Where no tap exists nothing else is asked, so that hosts without guests cost nothing. Otherwise the running guests
 * are dumped by one virsh, of which only names and interfaces come back, and the kernel's
 * word on each tap with them.
 */
const READ = `
set -- /sys/class/net/*/tun_flags
[ -e "$1" ] || exit 0
${readGuests('running')}`;

/**
 * A script that prints all taps with their bridges, then the interfaces of guests; of all guests also whose state is
 * saved, and what is done with them. Who is saved is asked once: `dominfo` of each would take longer than all the rest.
 */
export function readGuests(which: 'running' | 'all'): string {
  const [list, job] =
    which === 'running'
      ? ['list --uuid', '']
      : ['list --uuid --all; echo "saved "; list --uuid --all --with-managed-save', ' domjobinfo $uuid;'];
  return `
for flags in /sys/class/net/*/tun_flags; do
  [ -e "$flags" ] || continue
  tap=\${flags%/tun_flags}; master=
  # No process a tap, as readlink would be.
  cd -P -- "$tap/master" 2>/dev/null && master=\${PWD##*/}
  echo "tap \${tap##*/} $master"
done
dump= saved=
for uuid in $(libvirt '${list}'); do
  if [ "$uuid" = saved ]; then saved=saved
  elif [ -n "$saved" ]; then echo "saved $uuid"
  else dump="$dump dumpxml $uuid;${job}"
  fi
done
[ -n "$dump" ] || exit 0
libvirt "$dump" | sed -n '/^<domain/p; /^  <name>/p; /^  <uuid>/p; /^  <\\/*devices>/p
  /^    <interface/,/^    <\\/interface>/p; /^<\\/domain/p; /^Operation: /p'`;
}

/** The taps of all running guests of a host. */
export const guestTaps: Probe<GuestTap[]> = {
  key: 'guest taps',
  ask: { kind: 'script', script: READ, args: [] },
  parse: (answers) => {
    return parseGuestTaps(printed(answers, 'list the guests'));
  },
};

/** Exported for tests on recorded output. */
export function parseGuestTaps(text: string): GuestTap[] {
  const { masters, domains } = parseGuests(text);
  return domains.flatMap(({ name, interfaces }) =>
    interfaces.flatMap(({ mac, network, bridge, target }): GuestTap[] => {
      // A macvtap (passthrough, private, vepa) is on no bridge.
      if (target === undefined || !masters.has(target)) return [];
      const master = masters.get(target);
      const about = { ...(network && { network }), ...(bridge && { bridge }), ...(master && { master }) };
      return [{ guest: name, mac, interface: target, ...about }];
    }),
  );
}

/** A guest, whether it is on its way to or from another host, and whether its next start goes on from a saved state. */
type Guest = Domain & { migrating?: true; saved?: true };

/** What `readGuests` prints: the bridge of each tap, empty for one on none, and the guests. */
export function parseGuests(text: string): { masters: ReadonlyMap<string, string>; domains: Guest[] } {
  const start = text.indexOf('<domain');
  const lines = text
    .slice(0, start < 0 ? text.length : start)
    .split('\n')
    .map((line) => line.split(' '));
  const rowsOf = (kind: string) => lines.filter(([first]) => first === kind);
  const masters = new Map(rowsOf('tap').map(([, tap = '', master = '']) => [tap, master]));
  if (start < 0) return { masters, domains: [] };
  const saved = new Set(rowsOf('saved').map(([, uuid]) => uuid));
  const domains = text
    .slice(start)
    .split(/(?=^<domain)/m)
    .map(readGuest)
    .map((guest): Guest => (saved.has(guest.uuid) ? { ...guest, saved: true } : guest));
  return { masters, domains };
}

/** `dump` is the XML of a guest, and behind it what virsh says of a job that is done with it. */
function readGuest(dump: string): Guest {
  const end = dump.indexOf('</domain>') + '</domain>'.length;
  const about = dump.slice(end);
  return {
    ...parseDomain(dump.slice(0, end)),
    ...(/^Operation: .*migration/m.test(about) && { migrating: true }),
  };
}
