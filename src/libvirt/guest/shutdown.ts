import type { Impact } from '../../plan/change.ts';
import type { Step } from '../../plan/step.ts';
import type { GuestAttachment } from '../observe/guest-attachments.ts';

/** How a guest is stopped. */
export interface Stop {
  /** Cut its power. */
  force: boolean;
  /** Seconds that it has to shut down. */
  timeout: number;
}

/** A transient guest that has stopped is gone: virsh says nothing of it. */
const SHUTDOWN = `
libvirt shutdown --domain "$1" >/dev/null || exit
seconds=0
until state=$(libvirt domstate --domain "$1" 2>/dev/null); [ -z "$state" ] || [ "$state" = 'shut off' ]; do
  if [ $seconds -ge "$2" ]; then
    echo "It did not shut down within $2 s. With force: true its power is cut." >&2
    exit 1
  fi
  sleep 1
  seconds=$((seconds + 1))
done`;

export function stopStep(name: string, { force, timeout }: Stop): Step {
  return force
    ? { do: 'virsh', argv: ['destroy', '--domain', name] }
    : { do: 'detached', label: `shutdown of ${name}`, script: SHUTDOWN, args: [name, String(timeout)] };
}

/** What it means to a guest, and to whom it serves, that it is `stopped`. */
export function guestImpact(name: string, verb: string, attachments: readonly GuestAttachment[]): Impact {
  const guests = attachments
    .filter(({ guest, running }) => guest === name && running)
    .map(({ guest, mac, interface: tap }) => ({ guest, mac, ...(tap !== undefined && { interface: tap }) }));
  return { disruption: 'link', ...(guests.length > 0 && { guests }), note: `guest ${name} ${verb}` };
}
