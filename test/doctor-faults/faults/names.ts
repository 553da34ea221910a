import type { Fault } from '../fault.ts';

/** Names that guests do not get. The resolver of the stage has two addresses: one answers, the other refuses. */
export const NAMES: readonly Fault[] = [
  {
    name: 'a dnsmasq is halted',
    inject: 'kill -STOP $(daemon doc-nat)',
    cause: 'dnsmasq-halted',
    mends: true,
    part: 'names',
  },
  {
    name: 'the name server of the host does not answer',
    inject: 'resolver 10.77.250.250',
    cause: 'name-server-silent',
    part: 'names',
  },
  {
    name: 'the name server of the host refuses',
    inject: 'resolver 10.77.0.253',
    cause: 'name-server-refuses',
    part: 'names',
  },
  { name: 'the host knows no name server', inject: 'resolver', cause: 'no-name-server', part: 'names' },
  {
    name: 'systemd-resolved does not run',
    inject: 'resolver 127.0.0.53',
    cause: 'resolved-down',
    part: 'names',
  },
  {
    name: 'the host asks its own network',
    inject: 'resolver 10.80.0.1',
    cause: 'resolver-asks-itself',
    part: 'names',
  },
  {
    name: 'the forwarder of a network does not answer',
    inject: `network doc-fwd virbr86 10.86.0.1 "<forward mode='nat'/><dns><forwarder addr='10.77.250.250'/></dns>" ''; virsh net-start doc-fwd`,
    cause: 'forwarder-silent',
    part: 'names',
  },
];
