import type { Holding } from '../../plan/change.ts';
import { serializeNetwork } from '../format/serialize.ts';
import type { ExistingNetwork } from '../observe/network-state.ts';

/**
 * How a host tells that a network was made as it is predicted: its copies are the same text, but for the uuid and the MAC
 * address that libvirt makes up. Undefined of one that says them, and where the name is more than a plain word.
 */
export function createdAs(
  name: string,
  { active, autostart, persistent, live }: ExistingNetwork,
): Holding | undefined {
  const copies = [persistent, live].flatMap((copy) => copy ?? []);
  if (copies.some(({ uuid, mac }) => uuid ?? mac) || !/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name))
    return undefined;
  const yes = (is: boolean) => (is ? 'yes' : 'no');
  const info = `Active: ${yes(active)}\nPersistent: yes\nAutostart: ${yes(autostart)}\n`;
  const reads = `net-info ${name};net-dumpxml ${name} --inactive;${live ? `net-dumpxml ${name}` : ''}`;
  return { script: SCRIPT, args: [reads, `${info}${copies.map(serializeNetwork).join('')}`.trimEnd()] };
}

const SCRIPT = `
is=$(libvirt "$1" | sed -e '/^$/d' -e '/^Name:/d' -e '/^UUID:/d' -e '/^Bridge:/d' -e 's/^\\([A-Z][a-z]*:\\) */\\1 /' \\
  -e '/^  <uuid>/d' -e '/^  <mac address=/d')
[ "$is" = "$2" ]`;
