import { only, type Probe, ProbeError } from '../../plan/probe.ts';

/** An address that a guest holds now. */
export interface DhcpLease {
  /** In the host's local time, as virsh prints it: `2026-11-24 11:24:57`; absent for a lease that never expires. */
  expires?: string;
  mac: string;
  ip: string;
  hostname?: string;
  /** Client id (IPv4) or DUID (IPv6). */
  clientId?: string;
}

/**
 * The leases of one network; none where it is not there, does not run or gives out no addresses. Guests choose their
 * hostnames: a table that cannot be read must not stop a change.
 */
export function leasesAt(network: string): Probe<readonly DhcpLease[]> {
  return {
    key: `leases ${network}`,
    ask: { kind: 'virsh', commands: [['net-dhcp-leases', '--network', network]] },
    parse: (answers) => {
      try {
        return parseLeases(only(answers).stdout.toString());
      } catch (error) {
        if (error instanceof ProbeError) return [];
        throw error;
      }
    },
    volatile: true,
  };
}

/**
 * Reads the rows of `virsh net-dhcp-leases NETWORK`, with or without the titles that `virsh -q` leaves out: only a
 * hostname can hold blanks.
 */
export function parseLeases(output: string): DhcpLease[] {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const rows = lines.filter((line) => /^ \d/.test(line));
  const [first] = lines;
  if (rows.length === 0 && first !== undefined && !/^ *(Expiry|-{5})/.test(first))
    throw new ProbeError(`virsh net-dhcp-leases gave no table: ${first.trim()}`);
  return rows.map(parseLease);
}

/**
 * Whether libvirt could not read the leases of a network, by what virsh says: a guest may name itself by bytes of which
 * libvirt 10 and later writes a file that it then refuses. Of a network without leases it says other things, or nothing.
 * Source: `networkGetDHCPLeases` of libvirt.
 */
export function areUnread(said: string): boolean {
  return /^error: .*(?:invalid json|array of leases|invalid lease|malformed lease|lease entry)/im.test(said);
}

/** A row of a lease; a guest may name itself with blanks, or with nothing. virsh escapes what is not printable. */
export const LEASE_ROW =
  /^ (?<expires>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) +(?<mac>\S+) +ipv[46] +(?<ip>[^\s/]+)\/\d+ +(?:(?<hostname>\S.*?) +)?(?<clientId>\S+)$/;

function parseLease(row: string): DhcpLease {
  const { expires = '', mac = '', ip = '', hostname, clientId } = LEASE_ROW.exec(row)?.groups ?? {};
  if (ip === '') throw new ProbeError(`virsh net-dhcp-leases gave no lease: ${row.trim()}`);
  return {
    ...(!isNever(expires) && { expires }),
    mac,
    ip,
    ...(hostname !== undefined && hostname !== '-' && { hostname }),
    ...(clientId !== undefined && clientId !== '-' && { clientId }),
  };
}

/** libvirt keeps 0 for a lease without end, and virsh prints it as a time like any other: the epoch, in any zone. */
function isNever(expires: string): boolean {
  return expires.startsWith('1970-01-01 ') || expires.startsWith('1969-12-31 ');
}
