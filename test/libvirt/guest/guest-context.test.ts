import { expect, it } from 'vitest';
import { withGuest } from '../../../src/libvirt/guest/guest-context.ts';
import type { GuestAttachment } from '../../../src/libvirt/observe/guest-attachments.ts';

const mac = '52:54:00:00:00:01';
const tap: GuestAttachment = {
  ...{ guest: 'web', uuid: 'u', running: true, type: 'network', mac, network: 'lab', bridge: 'virbr8' },
  ...{ interface: 'vnet0', master: 'virbr8', isolated: true },
};

it.each([
  ['of a guest that wants it, also when it has stopped', "<port isolated='yes'/>", [true]],
  ['of a guest whose network wants it, only while it runs', '', [undefined]],
])('an interface is isolated %s', (_, port, expected) => {
  const xml = `<interface type='network'>${port}</interface>`;
  const nic = { network: 'lab', mac, link: 'up' as const, xml };
  const stored = { vcpus: 1, memory: 1, interfaces: [nic] };
  const stopped = { exists: true as const, uuid: 'u', autostart: false, persistent: stored };
  const around = {
    ...{ guest: stopped, attachments: [tap], networks: [], ports: [], host: { links: [], routes: [] } },
  } as unknown as Parameters<typeof withGuest>[0];
  const { attachments } = withGuest(around, 'web', around.guest);
  expect(attachments.map(({ isolated }) => isolated)).toEqual(expected);
});
