import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { attachmentsOf, parseAttachments } from '../../src/libvirt/attachments.ts';

test.each(['9.0', '11.3'])('what libvirt %s answers is read as the interfaces of all guests', (version) => {
  const file = new URL(`../recorded/guest-attachments-libvirt-${version}.txt`, import.meta.url);
  const all = parseAttachments(readFileSync(file, 'utf8'));
  const mac = expect.stringMatching(/^52:54:00:/);
  const [web1, isolated, web2, off] = all;
  expect(all).toEqual([
    {
      guest: 'web1',
      running: true,
      type: 'network',
      mac,
      network: 'default',
      bridge: 'virbr0',
      interface: 'vnet0',
      master: 'virbr0',
    },
    expect.objectContaining({ guest: 'web1', network: 'isolated', interface: 'vnet1', master: 'virbr2' }),
    { guest: 'web2', running: true, type: 'bridge', mac, bridge: 'virbr0', interface: 'vnet2' },
    { guest: 'off', running: false, type: 'network', mac, network: 'default' },
  ]);
  expect(attachmentsOf('default', 'virbr0', all)).toEqual([web1, web2, off]);
  expect(attachmentsOf('isolated', 'virbr2', all)).toEqual([isolated]);
  expect(attachmentsOf('other', undefined, all)).toEqual([]);
  const astray = { ...web1, network: 'isolated', bridge: 'virbr2', master: 'virbr0' };
  expect(attachmentsOf('default', 'virbr0', [astray])).toEqual([astray]);
});
