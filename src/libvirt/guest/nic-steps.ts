import type { Step } from '../../plan/step.ts';
import { type Nic, nicXml } from './nic.ts';

/** How virsh calls the two definitions of a guest. */
export type Flag = '--live' | '--config';

export function attachStep(guest: string, nic: Nic, flags: readonly Flag[]): Step {
  return device('attach-device', guest, nic.xml ?? nicXml(nic), flags);
}

/** An interface as it becomes and as it was; `stored` is that of the persistent definition. */
interface NicUpdate {
  nic: Nic;
  was: Nic;
  stored: Nic | undefined;
}

export function updateStep(guest: string, { nic, was, stored }: NicUpdate, flag: Flag): Step {
  return device('update-device', guest, nicXml(nic, was, stored), [flag]);
}

/** A guest that runs has to let go of a card itself: that is waited for. */
export function detachStep(guest: string, was: Nic, flag: Flag): Step {
  const xml = was.xml ?? nicXml(was);
  if (flag === '--config') return device('detach-device', guest, xml, [flag]);
  const [mac = ''] = [was.mac];
  return {
    do: 'detached',
    label: `virsh detach-device --domain ${guest} (${mac}) --live`,
    script: DETACH,
    args: [guest, mac, String(PATIENCE)],
    stdin: xml,
  };
}

/** Seconds, beyond the five that libvirt itself waits. */
const PATIENCE = 20;

const DETACH = `
cat >interface.xml
libvirt detach-device --domain "$1" --file "$PWD/interface.xml" --live >/dev/null || exit
seconds=0
while libvirt domiflist --domain "$1" | grep -qiF -- "$2"; do
  if [ $seconds -ge "$3" ]; then
    echo "The operating system of guest $1 does not let go of $2. It is asked again by the next run." >&2
    exit 1
  fi
  sleep 1
  seconds=$((seconds + 1))
done`;

function device(command: string, guest: string, xml: string, flags: readonly Flag[]): Step {
  return { do: 'virsh', argv: [command, '--domain', guest, '--file', '/dev/stdin', ...flags], stdin: xml };
}
