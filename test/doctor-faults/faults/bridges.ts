import type { Fault } from '../fault.ts';

/** A bridge of the host, or another link, that leads nowhere. */
export const BRIDGES: readonly Fault[] = [
  {
    name: 'a bridge of the host is down',
    inject: 'ip link set br9 down',
    cause: 'host-bridge-down',
    part: 'bridge',
  },
  {
    name: 'a bridge of the host is gone',
    inject: 'ip link delete br9',
    cause: 'host-bridge-missing',
    part: 'bridge',
  },
  { name: 'an uplink is down', inject: 'ip link set up9 down', cause: 'uplink-down', part: 'bridge' },
  {
    name: 'an uplink has no carrier',
    inject: 'ip link set far9 down; sleep 0.3',
    cause: 'uplink-without-carrier',
    part: 'bridge',
  },
  {
    name: 'an uplink is on no bridge',
    // networkd plugs it back at once: that of systemd 257.
    inject: 'systemctl stop systemd-networkd.socket systemd-networkd; ip link set up9 nomaster',
    cause: 'uplink-unplugged',
    part: 'bridge',
  },
  {
    name: 'the port of an uplink is blocked',
    inject: 'bridge link set dev up9 state 0',
    cause: 'port-not-forwarding',
    part: 'bridge',
  },
  {
    name: 'an uplink has a small mtu',
    inject: 'ip link set up9 mtu 1400',
    cause: 'mtu-smaller-along-the-way',
    part: 'bridge',
  },
  {
    name: 'the link that a network of macvtaps is on is down',
    inject: `printf "<network><name>doc-vtap</name><forward mode='bridge'><interface dev='up7'/></forward></network>" >$FOLDER/network.xml
      virsh net-define $FOLDER/network.xml; virsh net-start doc-vtap; ip link set up7 down`,
    cause: 'uplink-down',
    part: 'bridge',
  },
];
