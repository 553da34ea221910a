import { attribute, child, group, list, type ModelOf, required } from '../element.ts';
import { integer, number, oneOf, text, uuid, yesNo } from '../value.ts';

/** libvirt caps rates at 2^54; that is the number its schema gives. */
const rate = integer(1, Number.MAX_SAFE_INTEGER);

const rates = group(
  {
    average: attribute(rate, 'kibibytes per second on average'),
    peak: attribute(rate, 'kibibytes per second at most'),
    floor: attribute(rate, 'inbound: kibibytes per second that are guaranteed'),
    burst: attribute(rate, 'kibibytes that may be sent at peak speed'),
  },
  { main: 'average' },
);

export const bandwidth = group({
  classID: attribute(integer(1, 65535), 'class of the traffic shaper; libvirt fills it in'),
  inbound: child(rates, 'traffic to guests'),
  outbound: child(rates, 'traffic from guests'),
});

export const vlan = group(
  {
    trunk: attribute(yesNo, 'yes: guests see the tags; libvirt sets it when there are several'),
    tag: list(
      group(
        {
          id: required(attribute(integer(0, 4095), 'VLAN id')),
          nativeMode: attribute(
            oneOf('tagged', 'untagged'),
            'this is the native VLAN, sent with or without its tag',
          ),
        },
        { main: 'id' },
      ),
      'VLANs that guests are put into',
    ),
  },
  { main: 'tag' },
);

export const virtualport = group(
  {
    type: attribute(oneOf('802.1Qbg', '802.1Qbh', 'openvswitch', 'midonet'), 'kind of switch'),
    parameters: child(
      group({
        managerid: attribute(number(0, 255), '802.1Qbg: VSI manager'),
        typeid: attribute(number(0, 0xffffff), '802.1Qbg: VSI type'),
        typeidversion: attribute(number(0, 255), '802.1Qbg: version of the VSI type'),
        instanceid: attribute(uuid, '802.1Qbg: VSI instance'),
        interfaceid: attribute(uuid, 'openvswitch and midonet: id of the port'),
        profileid: attribute(text, 'openvswitch and 802.1Qbh: port profile'),
      }),
      'what the switch is given',
    ),
  },
  { main: 'type' },
);

export const portgroup = group(
  {
    name: required(attribute(text, 'name that guests ask for')),
    default: attribute(yesNo, 'yes: guests that ask for none get this one'),
    trustGuestRxFilters: attribute(yesNo, 'guests may change their own MAC address'),
    vlan: child(vlan, 'VLANs of this group'),
    virtualport: child(virtualport, 'switch port of this group'),
    bandwidth: child(bandwidth, 'limits for every guest of this group'),
  },
  { open: true, main: 'name' },
);

export type Bandwidth = ModelOf<typeof bandwidth>;
export type Vlan = ModelOf<typeof vlan>;
export type Virtualport = ModelOf<typeof virtualport>;
export type Portgroup = ModelOf<typeof portgroup>;
