import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fileLinks } from '../../src/netplan/file-links.ts';
import { referring } from '../../src/netplan/referred.ts';

const vlan = (link: string) => ({
  name: `${link}.10`,
  kind: 'vlan' as const,
  interfaces: [],
  addresses: [],
  vlan: { id: 10, link },
});
const content = (ethernets: object, more: object) =>
  JSON.stringify({ network: { version: 2, ethernets, bridges: { br10: {} }, ...more } });

/** The file of br10 that has a VLAN of this link, beside a file of another name. */
function beside(link: string, path: string, sections: string) {
  const bridge = {
    name: 'br10',
    path: '/etc/netplan/60-virtfleet-br10.yaml',
    content: content({ [link]: {} }, { vlans: { [`${link}.10`]: { id: 10, link } } }),
    interfaces: [`${link}.10`],
    underlay: [vlan(link)],
  };
  const text = referring(bridge, [{ path, text: `network: { version: 2, ${sections} }` }]);
  return { text, network: parse(text).network, links: fileLinks(text).map(({ id }) => id) };
}

describe('a link that another file makes', () => {
  it.each([
    'bridges: { trunk: {} }',
    'bonds: { trunk: { interfaces: [eth1] } }',
    'vrfs: { trunk: { table: 5 } }',
  ])('before this one, %s, is only named', (sections) => {
    const { network } = beside('trunk', '/etc/netplan/50-installer.yaml', sections);
    expect(network).toEqual({
      version: 2,
      bridges: { br10: {} },
      vlans: { 'trunk.10': { id: 10, link: 'trunk' } },
    });
  });

  it('after this one is known by its kind, which is no description', () => {
    const { network, links } = beside(
      'trunk',
      '/etc/netplan/61-later.yaml',
      'bonds: { trunk: { mtu: 9000 } }',
    );
    expect(network).toMatchObject({ bonds: { trunk: {} } });
    expect(network).not.toHaveProperty('ethernets');
    expect(links).toEqual(['br10', 'trunk.10']);
  });

  it('after this one on others is known with these', () => {
    const { network, links } = beside(
      'a.5',
      '/etc/netplan/61-later.yaml',
      'vlans: { a.5: { id: 5, link: a, addresses: [10.0.0.1/24] } }, bonds: { a: { interfaces: [eth1] } }',
    );
    expect(network).toMatchObject({ bonds: { a: {} }, vlans: { 'a.5': { id: 5, link: 'a' } } });
    expect(links).toEqual(['br10', 'a.5.10']);
  });

  it('that is an Ethernet there is one here', () => {
    const { text, network } = beside(
      'eth7',
      '/etc/netplan/50-installer.yaml',
      'ethernets: { eth7: { mtu: 9000 } }',
    );
    expect(network.ethernets).toEqual({ eth7: {} });
    expect(text.startsWith('{')).toBe(true);
  });
});
