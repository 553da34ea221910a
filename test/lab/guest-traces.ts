import { lab } from './lab.ts';

/** Where an interface of a guest is, by the words of the host itself. */
export interface InterfaceTraces {
  /** Network or bridge in the definition that is stored. */
  stored?: string;
  /** Network or bridge in the definition that runs. */
  live?: string;
  /** Its tap, and the number that the kernel gave to it. */
  tap?: string;
  index?: string;
  /** The bridge that the kernel has the tap on; empty for none. */
  bridge?: string;
}

const LOOK = `
virsh -q domiflist "$1" --inactive 2>/dev/null | sed 's/^/stored /'
virsh -q domiflist "$1" 2>/dev/null | while read -r tap rest; do
  [ -e "/sys/class/net/$tap" ] || continue
  bridge=$(readlink "/sys/class/net/$tap/master")
  echo "live $tap $rest $(cat "/sys/class/net/$tap/ifindex") \${bridge##*/}"
done
:`;

/** The interfaces of a guest, by MAC address. */
export async function interfacesOf(host: string, guest: string): Promise<Map<string, InterfaceTraces>> {
  const { stdout } = await lab.onHost(host, LOOK, { args: [guest] });
  const found = new Map<string, InterfaceTraces>();
  for (const line of stdout.trim().split('\n')) {
    const [side, tap = '', , source = '', , mac = '', index = '', bridge = ''] = line.split(/\s+/);
    if (side === 'stored') found.set(mac, { ...found.get(mac), stored: source });
    if (side === 'live') found.set(mac, { ...found.get(mac), live: source, tap, index, bridge });
  }
  return found;
}
