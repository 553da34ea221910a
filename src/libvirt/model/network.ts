import { attribute, child, content, group, list, type ModelOf, raw, required } from './element.ts';
import { dns } from './elements/dns.ts';
import { forward } from './elements/forward.ts';
import { ip, route } from './elements/ip.ts';
import { bandwidth, portgroup, virtualport, vlan } from './elements/port.ts';
import { integer, mac, oneOf, onOff, text, uuid, yesNo } from './value.ts';

/** XML namespace of the elements whose names start with `dnsmasq:` here. */
export const DNSMASQ_NAMESPACE = 'http://libvirt.org/schemas/network/dnsmasq/1.0';

/**
 * The `<network>` element: everything that libvirt's `network.rng` (9.0 to 12.8) knows, and nothing else.
 * https://libvirt.org/formatnetwork.html
 */
export const network = group({
  connections: attribute(integer(0, 4294967295), 'guests that are connected; libvirt fills it in'),
  ipv6: attribute(yesNo, 'yes: guests may talk IPv6 with each other though the network has no IPv6 address'),
  trustGuestRxFilters: attribute(yesNo, 'guests may change their own MAC address'),
  name: required(child(content(text), 'name of the network')),
  uuid: child(content(uuid), 'libvirt makes one when there is none'),
  title: child(content(text), 'one line about the network (libvirt 9.7)'),
  description: child(content(text), 'text about the network (libvirt 9.7)'),
  metadata: child(raw, 'XML of other programs, each element in a namespace of its own'),
  forward: child(forward, 'how traffic leaves the network; without it the network is isolated'),
  bridge: child(
    group(
      {
        name: attribute(text, 'name of the bridge, at most 15 characters; libvirt takes a free virbrN'),
        zone: attribute(text, 'firewalld zone'),
        stp: attribute(onOff, 'spanning tree; default on'),
        delay: attribute(integer(0, Number.MAX_SAFE_INTEGER), 'forward delay in seconds; default 0'),
        macTableManager: attribute(
          oneOf('kernel', 'libvirt'),
          'who fills the forwarding table; default kernel',
        ),
      },
      { main: 'name' },
    ),
    'the bridge that guests are plugged into',
  ),
  mtu: child(
    group({ size: required(attribute(integer(0, 4294967295), 'bytes')) }, { main: 'size' }),
    'largest packet on the bridge',
  ),
  mac: child(
    group({ address: required(attribute(mac, 'MAC address')) }, { main: 'address' }),
    'MAC address of the bridge',
  ),
  domain: child(
    group(
      {
        name: required(attribute(text, 'DNS domain of the guests')),
        localOnly: attribute(yesNo, 'yes: names of this domain are never asked of other servers'),
        register: attribute(
          yesNo,
          'yes: the host resolves them too, through systemd-resolved (libvirt 10.1)',
        ),
      },
      { main: 'name' },
    ),
    'DNS domain',
  ),
  dns: child(dns, 'name service for guests'),
  vlan: child(vlan, 'VLANs that guests are put into'),
  bandwidth: child(bandwidth, 'limits for the network as a whole'),
  port: child(
    group({ isolated: attribute(yesNo, 'yes: guests cannot reach each other (libvirt 6.1)') }),
    'how ports of the bridge behave',
  ),
  ip: list(ip, 'addresses of the host in this network, with their DHCP service'),
  route: list(route, 'networks that guests of this network route to'),
  virtualport: child(virtualport, 'how guests are connected to a switch'),
  portgroup: list(portgroup, 'classes of guests with settings of their own'),
  'dnsmasq:options': child(
    group(
      {
        'dnsmasq:option': list(
          group({ value: required(attribute(text, 'line of dnsmasq.conf')) }, { main: 'value' }),
          'lines added to the dnsmasq.conf of this network, unchecked by libvirt (libvirt 5.6)',
        ),
      },
      { main: 'dnsmasq:option' },
    ),
    'options of dnsmasq that libvirt has no words for',
  ),
});

/** A network: plain data, the same shape in YAML as here. */
export interface Network extends ModelOf<typeof network> {}
