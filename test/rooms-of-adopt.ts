/** What the rooms that describe what hosts have may import. */
export const ADOPT_ROOMS: Readonly<Record<string, readonly string[]>> = {
  accept: ['adopt', 'libvirt/compare', 'libvirt/model', 'yaml'],
  adopt: [
    'bridge',
    'bridge/kernel',
    'bridge/rules',
    'host',
    'inventory',
    'libvirt/compare',
    'libvirt/format',
    'libvirt/guest',
    'libvirt/model',
    'libvirt/observe',
    'libvirt/ownership',
    'libvirt/rules',
    'netplan',
    'plan',
    'report',
    'yaml',
  ],
};
