import { quote } from '../plan/quote.ts';
import type { HostReadings } from './host-readings.ts';

/** `virsh COMMAND --network NAME …` for a shell of the host: a name that begins with a dash is no option then. */
export function onNetwork(command: string, network: string, ...more: readonly string[]): string {
  return quote(['virsh', command, '--network', network, ...more]);
}

export function onGuest(command: string, guest: string, ...more: readonly string[]): string {
  return quote(['virsh', command, '--domain', guest, ...more]);
}

/** Sets something of a link: ip-link(8). */
export function setLink(link: string, ...words: readonly string[]): string {
  return quote(['ip', 'link', 'set', 'dev', link, ...words]);
}

/** What firewalld says when it has reloaded: libvirt writes all of its firewall rules again. */
export const WRITE_AGAIN =
  'busctl --system emit /org/fedoraproject/FirewallD1 org.fedoraproject.FirewallD1 Reloaded';

/** The daemon that runs the networks of this host, which writes and starts again what is gone when it is reloaded. */
export function networkDaemon({ state: { units } }: HostReadings): string {
  const isUsed = (name: string) =>
    units.some(
      (unit) => unit.name.startsWith(`${name}.`) && unit.load === 'loaded' && unit.active === 'active',
    );
  return isUsed('virtnetworkd') ? 'virtnetworkd' : 'libvirtd';
}

export function reloadLibvirt(readings: HostReadings): string {
  return `systemctl reload-or-restart ${networkDaemon(readings)}`;
}
