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
  return { virsh: reads, script: SCRIPT, args: [`${info}${copies.map(serializeNetwork).join('')}`] };
}

/** No process: each line is read by the shell itself. */
const SCRIPT = `
is=
while IFS= read -r line; do
  case $line in
    '' | Name:* | UUID:* | Bridge:* | '  <uuid>'* | '  <mac address='*) continue ;;
    Active:* | Persistent:* | Autostart:*) line="\${line%%:*}: \${line##* }" ;;
  esac
  is="$is$line
"
done
[ "$is" = "$1" ]`;
