import { only, type Probe } from '../../plan/probe.ts';
import { textOf } from './all-networks.ts';
import { areUnread, type DhcpLease, parseLeases } from './leases.ts';

/** As for `allNetworks`, but a network that has no DHCP service answers with nothing or an error, in place of its leases. */
const READ = `
uuids=$(libvirt 'net-list --uuid') || exit
sep=$(printf '\\036') all=
for uuid in $uuids; do all="$all echo '$sep$uuid'; net-dhcp-leases $uuid;"; done
[ -z "$all" ] || libvirt "$all" 2>&1`;

/** The leases of all active networks of a host, by the UUID of the network; one whose leases libvirt cannot read is missing. */
export const allLeases: Probe<ReadonlyMap<string, readonly DhcpLease[]>> = {
  key: 'all leases',
  ask: { kind: 'script', script: READ, args: [] },
  parse: (answers) => parseAllLeases(textOf(only(answers))),
  volatile: true,
};

const UUID_LENGTH = 36;

/** Reads the leases of each network, behind a record separator and its UUID. Exported for tests on recorded output. */
export function parseAllLeases(text: string): Map<string, DhcpLease[]> {
  const answers = text.split('\x1e').slice(1);
  return new Map(
    answers.flatMap((answer): [string, DhcpLease[]][] => {
      // virsh 9.0 ends no line after an echo.
      const [uuid, said] = [answer.slice(0, UUID_LENGTH), answer.slice(UUID_LENGTH)];
      // Of a network without a DHCP service virsh has only an error.
      return areUnread(said) ? [] : [[uuid, parseLeases(said.replaceAll(/^error: .*$/gm, ''))]];
    }),
  );
}
