import type { BridgePort } from '../../host/bridge-ports.ts';
import { portsAgain } from '../../management/ports-again.ts';
import type { Rollback } from '../../plan/plan.ts';
import { type Step, scriptStep } from '../../plan/step.ts';
import type { Version } from '../../versions/version.ts';
import { serializeNetwork } from '../format/serialize.ts';
import { type NetworkState, ownBridge } from '../observe/network-state.ts';
import { type Plugged, tapsOf } from './attachments.ts';
import { define } from './define.ts';
import { recordStep } from './record-step.ts';
import { virsh } from './virsh-step.ts';

/** Where libvirtd finds networks when it starts, before which the boot puts them back. */
const STORE = '/etc/libvirt/qemu/networks';

/**
 * Restores a network as it was, with its guests and other ports and what was set on them. The failure of a step with
 * nothing to do is ignored.
 */
export function networkRollback(
  name: string,
  before: NetworkState,
  { ports, guests, version }: Plugged & { ports: readonly BridgePort[]; version: Version },
): Rollback {
  const stop = virsh('net-destroy', name);
  if (!before.exists) {
    const gone: Step[] = [`${STORE}/${name}.xml`, `${STORE}/autostart/${name}.xml`].map((path) => ({
      do: 'remove',
      path,
    }));
    return { steps: [stop, virsh('net-undefine', name)], boot: gone };
  }
  const { active, autostart, persistent, live } = before;
  const bridge = live?.bridge?.name ?? '';
  const own = ownBridge(before);
  const plugged = portsAgain(
    bridge,
    ports.filter((each) => each.bridge === bridge).map(({ port }) => port),
    own === undefined ? {} : { own: true, mtu: live?.mtu?.size },
  );
  // A change of the bridge has been noted by libvirt, which would plug its guests in there when its daemon starts again.
  const taps = tapsOf(name, own, { ports, guests }).filter(({ master }) => master === bridge);
  const again: Step[] = persistent
    ? [define(persistent, version), virsh('net-start', name)]
    : [{ do: 'virsh', argv: ['net-create', '/dev/stdin'], stdin: live ? serializeNetwork(live) : '' }];
  return {
    ...plugged,
    steps: [
      stop,
      ...again.slice(0, active ? undefined : 1),
      ...(persistent ? [virsh('net-autostart', name, ...(autostart ? [] : ['--disable']))] : []),
      ...plugged.steps,
      ...(taps.length > 0 ? [recordStep(bridge, own !== undefined, taps)] : []),
    ],
    boot: persistent ? [stored(name, serializeNetwork(persistent)), starting(name, autostart)] : [],
  };
}

function stored(name: string, content: string): Step {
  return { do: 'write', path: `${STORE}/${name}.xml`, content, mode: '0600' };
}

const LINK = `
if [ "$2" = yes ]; then mkdir -p "$3/autostart" && ln -sf "$3/$1.xml" "$3/autostart/$1.xml"
else rm -f -- "$3/autostart/$1.xml"
fi`;

function starting(name: string, autostart: boolean): Step {
  return scriptStep(`autostart of ${name}`, LINK, [name, autostart ? 'yes' : 'no', STORE]);
}
