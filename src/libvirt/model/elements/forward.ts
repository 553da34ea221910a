import { splitRange } from '../../format/range.ts';
import { attribute, child, group, list, type ModelOf, required } from '../element.ts';
import { integer, ipv4, oneOf, pci, text, yesNo } from '../value.ts';

const port = integer(1, 65535);
const connections = integer(0, 4294967295);

export const nat = group({
  ipv6: attribute(yesNo, 'translate IPv6 too (libvirt 6.5)'),
  address: child(
    group(
      {
        start: required(attribute(ipv4, 'first address')),
        end: required(attribute(ipv4, 'last address')),
      },
      { shorthand: splitRange, text: true },
    ),
    'addresses of the host that traffic leaves with; default is the address of the outgoing interface',
  ),
  port: child(
    group(
      {
        start: required(attribute(port, 'first port')),
        end: required(attribute(port, 'last port')),
      },
      { shorthand: splitRange, text: true },
    ),
    'ports that translated connections use; libvirt takes 1024-65535 when it starts the network',
  ),
});

export const driver = group(
  {
    name: attribute(oneOf('kvm', 'vfio', 'xen'), 'vfio on every current kernel'),
    model: attribute(text, 'kernel module of a vendor variant of vfio-pci'),
    iommufd: attribute(yesNo, 'hand devices over through /dev/iommu (libvirt 12.1)'),
  },
  { main: 'name' },
);

export const forwardInterface = group(
  {
    dev: required(attribute(text, 'name of the interface on the host')),
    connections: attribute(connections, 'guests that use it; libvirt fills it in'),
  },
  { main: 'dev' },
);

export const pciAddress = group({
  type: required(attribute(oneOf('pci'), 'always pci')),
  domain: attribute(pci(4, 0xffffffff), 'PCI domain, mostly 0'),
  bus: attribute(pci(2, 255), 'PCI bus'),
  slot: attribute(pci(2, 31), 'PCI slot'),
  function: attribute(pci(1, 7), 'PCI function'),
  multifunction: attribute(oneOf('on', 'off'), 'the device has several functions'),
  connections: attribute(connections, 'guests that use it; libvirt fills it in'),
});

export const forward = group(
  {
    dev: attribute(text, 'the only interface that traffic may leave by; short for the first `interface`'),
    mode: attribute(
      oneOf('nat', 'route', 'open', 'bridge', 'private', 'vepa', 'passthrough', 'hostdev', 'none'),
      'how: nat, route and open make a bridge with its own subnet; bridge uses a bridge of the host or macvtap; ' +
        'private, vepa and passthrough use macvtap; hostdev hands out virtual functions; none isolates; default nat where the network is new or isolated',
    ),
    managed: attribute(yesNo, 'hostdev: detach devices from the host by themselves'),
    driver: child(driver, 'hostdev: how devices are handed to guests'),
    nat: child(nat, 'nat: addresses and ports to translate to'),
    pf: child(
      group({ dev: required(attribute(text, 'name of the physical function')) }, { main: 'dev' }),
      'hostdev or passthrough: take the virtual functions of this card',
    ),
    interface: list(forwardInterface, 'interfaces of the host that guests are connected through'),
    address: list(pciAddress, 'hostdev: PCI addresses of virtual functions'),
  },
  { main: 'mode' },
);

export type Forward = ModelOf<typeof forward>;
export type ForwardMode = NonNullable<Forward['mode']>;
export type ForwardInterface = ModelOf<typeof forwardInterface>;
export type PciAddress = ModelOf<typeof pciAddress>;
