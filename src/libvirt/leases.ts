import { ProbeError } from '../plan/probe.ts';

/** An address that a guest holds now. */
export interface DhcpLease {
  /** In the host's local time, as virsh prints it: `2026-11-24 11:24:57`. */
  expires: string;
  mac: string;
  ip: string;
  hostname?: string;
  /** Client id (IPv4) or DUID (IPv6). */
  clientId?: string;
}

const COLUMNS = [
  'Expiry Time',
  'MAC address',
  'Protocol',
  'IP address',
  'Hostname',
  'Client ID or DUID',
] as const;

/** Reads the table of `virsh net-dhcp-leases NETWORK`: columns start where their titles do. */
export function parseLeases(output: string): DhcpLease[] {
  const [titles = '', , ...rows] = output.split('\n').filter((line) => line !== '');
  const starts = COLUMNS.map((title) => titles.indexOf(title));
  if (starts.includes(-1)) throw new ProbeError(`virsh net-dhcp-leases gave no table: ${output.trim()}`);
  return rows.map((row) => {
    const cells = starts.map((start, index) => row.slice(start, starts[index + 1]).trim());
    const [expires = '', mac = '', , address = '', hostname = '', clientId = ''] = cells;
    return {
      expires,
      mac,
      ip: address.replace(/\/\d+$/, ''),
      ...(hostname === '-' || hostname === '' ? {} : { hostname }),
      ...(clientId === '-' || clientId === '' ? {} : { clientId }),
    };
  });
}
