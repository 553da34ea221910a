import type { Renderer } from '../bridge/renderer.ts';
import type { NetworkServices } from '../host/network-services.ts';

/**
 * Renderers of hosts without netplan. They are recognised and not written: a bridge is refused with the way to make it
 * by hand. Each becomes a renderer of its own once it has the other members of `HostRenderer`.
 */
function recognized(name: string, runs: (services: NetworkServices) => boolean, byHand: string): Renderer {
  return {
    name,
    runs,
    probes: () => ({}),
    on: () => ({
      refusal: `This host has no netplan: ${name} runs its network. ${byHand}, and describe networks over the bridge only; or install netplan.io.`,
    }),
  };
}

/** interfaces(5). ifupdown configures the loopback link also where it leaves the others to NetworkManager. */
export const ifupdown = recognized(
  'ifupdown',
  (services) => services.ifupdown.some((link) => link !== 'lo'),
  'Configure the bridge in /etc/network/interfaces by hand',
);

export const networkManager = recognized(
  'NetworkManager',
  (services) => services.networkManager,
  'Configure the bridge with nmcli by hand',
);

/** systemd.netdev(5) and systemd.network(5), written by hand. */
export const networkd = recognized(
  'systemd-networkd',
  (services) => services.networkd,
  'Configure the bridge in /etc/systemd/network by hand',
);

export const unknown = recognized('something else', () => true, 'Configure the bridge there by hand');
