import type { Fault } from '../fault.ts';

const DENIED = `type=1400 audit(1764387000.1:42): apparmor="DENIED" operation="open" profile="dnsmasq" name="/var/lib/libvirt/dnsmasq/doc-iso.conf" pid=77 comm="dnsmasq" requested_mask="r" denied_mask="r" fsuid=0 ouid=0`;

/** A network that does not start. */
export const STARTS: readonly Fault[] = [
  {
    name: 'a network that somebody stopped',
    inject: 'virsh net-destroy doc-iso',
    cause: 'network-down',
    mends: true,
    part: 'start',
  },
  {
    name: 'a link that has the name of its bridge',
    inject: 'virsh net-destroy doc-iso; ip link add virbr83 type bridge',
    cause: 'bridge-name-taken',
    part: 'start',
  },
  {
    name: 'a subnet that the host uses itself',
    inject: 'virsh net-destroy doc-iso; ip addr add 10.83.0.77/24 dev up8',
    cause: 'subnet-taken',
    part: 'start',
  },
  {
    name: 'a name server that listens everywhere',
    inject: `for name in doc-nat doc-small doc-route doc-iso; do virsh net-destroy $name; done
      dnsmasq --conf-file=/dev/null --no-resolv --pid-file=/run/taker.pid; virsh net-start doc-nat; true`,
    cause: 'port-53-taken',
    part: 'start',
  },
  {
    name: 'no dnsmasq',
    inject: 'virsh net-destroy doc-iso; mv /usr/sbin/dnsmasq /usr/sbin/dnsmasq.away',
    cause: 'dnsmasq-missing',
    part: 'start',
  },
  {
    name: 'a full disk below the settings of dnsmasq',
    inject: `virsh net-destroy doc-iso
      mount -t tmpfs -o size=4k tmpfs /var/lib/libvirt/dnsmasq; head -c 100k /dev/zero >/var/lib/libvirt/dnsmasq/all; true`,
    cause: 'disk-full',
    part: 'start',
  },
  {
    name: 'a disk that cannot be written to',
    inject: 'virsh net-destroy doc-iso; mount -t tmpfs -o ro tmpfs /var/lib/libvirt/dnsmasq',
    cause: 'disk-read-only',
    part: 'start',
  },
  {
    name: 'AppArmor',
    inject: `virsh net-destroy doc-iso; logger -t audit '${DENIED}'`,
    cause: 'apparmor-denied',
    part: 'start',
  },
  {
    name: 'an option that dnsmasq does not know',
    inject: `virsh net-destroy doc-iso
      network doc-iso virbr83 10.83.0.1 '' "<dnsmasq:options><dnsmasq:option value='no-such-option'/></dnsmasq:options>"
      virsh net-autostart doc-iso; virsh net-start doc-iso; true`,
    cause: 'dnsmasq-refuses-options',
    part: 'start',
  },
  {
    name: 'what only libvirt can tell',
    inject: `virsh net-destroy doc-iso; rm -f /var/lib/libvirt/dnsmasq/doc-iso.conf
      mkdir -p /var/lib/libvirt/dnsmasq/doc-iso.conf; virsh net-start doc-iso; true`,
    cause: 'libvirt-said',
    part: 'start',
  },
];
