import { declare } from './declaration.ts';
import { flag, path } from './option.ts';
import { HOST_OPTIONS, SELECTION_OPTIONS, SNAPSHOT } from './shared-options.ts';

export const adopt = declare({
  name: 'adopt',
  summary: 'Write a project that describes what hosts have; cannot write there',
  details: [
    'Reads networks, bridges and dnsmasq instances of the hosts, and writes a playbook with group_vars and host_vars',
    'that describes them, and an inventory where none is given. Then checks drift, which must find nothing, and lists',
    'what could not be described. No file is written over.',
  ].join(' '),
  arguments: '[hosts]',
  options: {
    into: path(
      '--into <folder>',
      'folder of the project; to what is there only what it does not describe is added, and shown as a diff',
    ),
    withGuests: flag('--with-guests', "also describe the guests' interfaces on networks and bridges"),
    withIds: flag(
      '--with-ids',
      'also describe uuids and the MAC addresses of bridges, which libvirt makes up',
    ),
    ...SELECTION_OPTIONS,
    ...HOST_OPTIONS,
    snapshot: SNAPSHOT,
  },
  examples: [
    'virtfleet adopt hypervisors -i inventory --into fleet',
    'virtfleet adopt hv01,hv02 --into fleet --with-guests',
  ],
});
