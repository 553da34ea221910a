import type { Answers } from '../../src/leases/host-claims.ts';
import { parseDump } from '../../src/libvirt/format/dump.ts';
import type { GuestAttachment } from '../../src/libvirt/observe/guest-attachments.ts';
import type { DhcpLease } from '../../src/libvirt/observe/leases.ts';

/** 2026-11-29 12:00 in a zone two hours ahead. */
export const NOW = Date.parse('2026-11-29T10:00:00Z') / 1000;

/** What a host answers that has one network, besides what is given. */
export function answers({
  mode = 'nat',
  leases = [],
  guests = [],
  ...more
}: {
  mode?: string;
  leases?: readonly DhcpLease[];
  guests?: readonly Partial<GuestAttachment>[];
} & Partial<Omit<Answers, 'leases' | 'guests'>> = {}): Answers {
  const live = parseDump(`<network><name>guests</name><forward mode='${mode}'/>
    <bridge name='virbr1'/><mac address='52:54:00:00:00:FE'/>
    <ip address='10.40.0.1' netmask='255.255.255.0'><dhcp>
      <range start='10.40.0.100' end='10.40.0.200'/>
      <host mac='52:54:00:00:00:01' name='web' ip='10.40.0.17'/>
      <host name='named' ip='10.40.0.18'/>
    </dhcp></ip></network>`);
  const state = { exists: true as const, active: true, autostart: true, live, persistent: live };
  return {
    networks: [{ name: 'guests', uuid: 'u1', state: state as never }],
    leases: new Map([['u1', leases]]),
    guests: guests.map((one) => ({ ...GUEST, ...one })),
    neighbours: [],
    instances: { links: {}, leases: [], unread: [] },
    clock: { seconds: NOW, zone: '+02:00' },
    ...more,
  };
}

const GUEST: GuestAttachment = {
  ...{ guest: 'web', uuid: 'g1', running: true, type: 'network', mac: '52:54:00:00:00:01' },
  ...{ network: 'guests', bridge: 'virbr1', interface: 'vnet0', master: 'virbr1' },
};

/** A lease for another hour. */
export function lease(more: Partial<DhcpLease>): DhcpLease {
  return { expires: '2026-11-29 13:00:00', mac: '52:54:00:00:00:01', ip: '10.40.0.17', ...more };
}
