import { describeRules, HOSTED, MACVTAP } from './sound.ts';

describeRules({
  'portgroup-repeated': {
    'a name': { portgroup: [{ name: 'a' }, { name: 'a' }] },
    'a default': {
      portgroup: [
        { name: 'a', default: true },
        { name: 'b', default: true },
      ],
    },
  },
  'portgroup-name': {
    'a quote': { portgroup: { name: "a'b" } },
    'an ampersand': { portgroup: { name: 'a & b' } },
    'no name': { portgroup: { name: '' } },
    'an angle': { portgroup: [{ name: 'fine "$(name)" >' }, { name: 'a<b' }] },
  },
  'vlan-tags': {
    none: { ...HOSTED, vlan: {} },
    'two without trunk': { ...HOSTED, vlan: { trunk: 'no', tag: [{ id: 1 }, { id: 2 }] } },
  },
  'vlan-unsupported': {
    nat: { vlan: { tag: { id: 1 } } },
    'a portgroup': { portgroup: { name: 'a', vlan: { tag: { id: 1 } } } },
    vepa: { ...MACVTAP, vlan: { tag: { id: 1 } } },
    'a portgroup over another switch': {
      ...HOSTED,
      portgroup: { name: 'a', vlan: { tag: { id: 1 } }, virtualport: { type: '802.1Qbh' } },
    },
  },
  'virtualport-parameters': {
    'no type': { ...MACVTAP, virtualport: { parameters: { profileid: 'a' } } },
    'a long profileid': {
      ...MACVTAP,
      virtualport: { type: '802.1Qbh', parameters: { profileid: 'x'.repeat(40) } },
    },
    'an empty profileid': { ...HOSTED, virtualport: { type: 'openvswitch', parameters: { profileid: '' } } },
    'of another type': { ...MACVTAP, virtualport: { type: '802.1Qbh', parameters: { managerid: 1 } } },
  },
  'bandwidth-rates': {
    'no average': { bandwidth: { inbound: { peak: 5 } } },
    floor: { bandwidth: { inbound: { average: 1, floor: 1 } } },
    'a burst above 32 bits': { bandwidth: { outbound: { average: 1, burst: 4194304 } } },
    classID: { bandwidth: { classID: 3, inbound: { average: 1 } } },
  },
});
