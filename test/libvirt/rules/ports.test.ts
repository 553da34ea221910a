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
    'of another type': { ...MACVTAP, virtualport: { type: '802.1Qbh', parameters: { managerid: 1 } } },
  },
  'bandwidth-rates': {
    'no average': { bandwidth: { inbound: { peak: 5 } } },
    floor: { bandwidth: { inbound: { average: 1, floor: 1 } } },
    classID: { bandwidth: { classID: 3, inbound: { average: 1 } } },
  },
});
