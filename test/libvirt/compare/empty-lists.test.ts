import { expect, it } from 'vitest';
import { withEmptyLists } from '../../../src/libvirt/compare/empty-lists.ts';

it('lists without entries are put where they were written, and nothing else is', () => {
  const dhcp = { range: [], host: [{ ip: '10.0.0.9', name: 'a' }] };
  const elements = { dns: { host: [] }, ip: [{ address: '10.0.0.1' }, { address: '10.1.0.1', dhcp }] };
  const rendered = {
    name: 'net',
    uuid: 'kept',
    ip: [
      { address: '10.0.0.1', prefix: 8 },
      { address: '10.1.0.1', dhcp: { host: dhcp.host } },
    ],
  };
  expect(withEmptyLists(elements, rendered)).toEqual({
    name: 'net',
    uuid: 'kept',
    dns: { host: [] },
    ip: [
      { address: '10.0.0.1', prefix: 8 },
      { address: '10.1.0.1', dhcp: { range: [], host: dhcp.host } },
    ],
  });
  expect(withEmptyLists({ vlan: { tag: [] } }, { name: 'net' })).toEqual({ name: 'net' });
});

it('a template that makes other entries than were written is left as it is', () => {
  const rendered = { name: 'net', ip: [] };
  expect(withEmptyLists({ ip: [{ address: '10.0.0.1', dhcp: { host: [] } }] }, rendered)).toEqual(rendered);
});
