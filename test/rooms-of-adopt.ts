/** What the rooms that describe what hosts have may import. */
export const ADOPT_ROOMS: Readonly<Record<string, readonly string[]>> = {
  accept: ['adopt', 'adopt/host', 'adopt/written', 'libvirt/compare', 'libvirt/model', 'yaml'],
  adopt: ['inventory', 'libvirt/model', 'report'],
  'adopt/host': [
    'adopt',
    'bridge',
    'bridge/kernel',
    'bridge/rules',
    'host',
    'libvirt/compare',
    'libvirt/format',
    'libvirt/guest',
    'libvirt/model',
    'libvirt/observe',
    'libvirt/ownership',
    'libvirt/rules',
    'netplan',
    'plan',
  ],
  'adopt/written': ['adopt', 'yaml'],
};
