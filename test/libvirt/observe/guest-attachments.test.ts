import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { attachmentsOf, parseAttachments } from '../../../src/libvirt/observe/guest-attachments.ts';

test.each(['9.0', '11.3'])('what libvirt %s answers is read as the interfaces of all guests', (version) => {
  const file = new URL(`../../recorded/guest-attachments-libvirt-${version}.txt`, import.meta.url);
  const all = parseAttachments(readFileSync(file, 'utf8'));
  const mac = expect.stringMatching(/^52:54:00:/);
  const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/);
  const link = expect.stringMatching(/^vnet\d$/);
  const [kept, off, web1, isolated, web2] = all;
  const web1Is = { guest: 'web1', uuid, running: true, type: 'network', mac };
  const resting = { uuid, running: false, type: 'network', mac, network: 'default' };
  expect(all).toEqual([
    { guest: 'kept', saved: true, ...resting },
    { guest: 'off', ...resting },
    { ...web1Is, network: 'default', bridge: 'virbr0', interface: link, master: 'virbr0' },
    { ...web1Is, network: 'isolated', bridge: 'virbr2', interface: link, master: 'virbr2' },
    { guest: 'web2', uuid, running: true, type: 'bridge', mac, bridge: 'virbr0', interface: link },
  ]);
  expect(attachmentsOf('default', 'virbr0', all)).toEqual([kept, off, web1, web2]);
  expect(attachmentsOf('isolated', 'virbr2', all)).toEqual([isolated]);
  expect(attachmentsOf('other', undefined, all)).toEqual([]);
  const astray = { ...web1, network: 'isolated', bridge: 'virbr2', master: 'virbr0' };
  expect(attachmentsOf('default', 'virbr0', [astray])).toEqual([astray]);
});

test('a guest on its way to another host, and one with a guaranteed bandwidth, are told', () => {
  const file = new URL('../../recorded/guest-attachments-libvirt-11.3.txt', import.meta.url);
  const text = readFileSync(file, 'utf8')
    // virsh(1), domjobinfo; formatdomain.html, bandwidth.
    .replace('</domain>', '</domain>\nJob type:         Unbounded\nOperation:        Outgoing migration')
    .replace("<model type='rtl8139'/>", "<bandwidth><inbound average='100' floor='50'/></bandwidth>");
  const [, , first, second, other] = parseAttachments(text);
  expect(first).toMatchObject({ guest: 'web1', migrating: true, floor: true });
  expect(second).toMatchObject({ guest: 'web1', migrating: true });
  expect(second).not.toHaveProperty('floor');
  expect(other).not.toHaveProperty('migrating');
});
