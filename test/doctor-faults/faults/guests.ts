import type { Fault } from '../fault.ts';

/** A guest that has no network. */
export const GUESTS: readonly Fault[] = [
  {
    name: 'a tap is on no bridge',
    inject: 'ip link set $(tap web) nomaster',
    cause: 'guest-off-bridge',
    mends: true,
    part: 'guest',
  },
  {
    name: 'a tap is on the bridge of another network',
    inject: 'ip link set $(tap web) master virbr83',
    cause: 'guest-on-other-bridge',
    mends: true,
    part: 'guest',
  },
  {
    name: 'a tap is off a bridge of the host',
    inject: 'ip link set $(tap lan) nomaster',
    cause: 'guest-off-bridge',
    mends: true,
    part: 'guest',
  },
  {
    name: 'a tap is down',
    inject: 'ip link set $(tap web) down',
    cause: 'guest-tap-down',
    mends: true,
    part: 'guest',
  },
  {
    name: 'the cable of a guest is out',
    inject: 'virsh domif-setlink web 52:54:00:80:00:01 down',
    cause: 'guest-link-down',
    part: 'guest',
  },
  { name: 'a tap is gone', inject: 'ip link delete $(tap web)', cause: 'tap-gone', part: 'guest' },
  {
    name: 'a tap is isolated',
    inject: 'bridge link set dev $(tap web) isolated on',
    cause: 'tap-isolated',
    part: 'guest',
  },
  {
    name: 'a tap gets no broadcasts',
    inject: 'bridge link set dev $(tap web) bcast_flood off',
    cause: 'no-broadcasts',
    part: 'guest',
  },
  {
    name: 'the port of a tap is disabled',
    inject: 'bridge link set dev $(tap lan) state 0',
    cause: 'port-not-forwarding',
    part: 'guest',
  },
  {
    name: 'a tap has a small mtu',
    inject: 'ip link set $(tap web) mtu 1300',
    cause: 'mtu-of-tap',
    part: 'guest',
  },
  {
    name: 'two guests have one MAC address',
    inject: 'guest twin network doc-nat 52:54:00:80:00:01',
    cause: 'mac-of-two-guests',
    part: 'guest',
  },
  {
    name: 'a guest does not run',
    inject: 'virsh destroy web',
    cause: 'guest-not-running',
    about: 'web',
    part: 'guest',
  },
];
