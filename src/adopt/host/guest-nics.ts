import { type Nic, readNic } from '../../libvirt/guest/nic.ts';
import { child, children, domainElement } from '../../libvirt/observe/domain.ts';
import { type Probe, printed } from '../../plan/probe.ts';

/** A guest with its interfaces: as its next start has them, and while it runs as they are. */
export interface GuestNics {
  name: string;
  stored: readonly GuestNic[];
  running?: readonly GuestNic[];
}

/** An interface, its kind, and what its element has beside what a task can say. */
export interface GuestNic extends Nic {
  type: string;
  others: readonly string[];
}

/** Of each guest its name and its interfaces. */
const READ = `
dump=
for uuid in $(libvirt 'list --uuid --all'); do dump="$dump dumpxml --inactive $uuid; dumpxml $uuid;"; done
[ -n "$dump" ] || exit 0
libvirt "$dump" | sed -n '/^<domain/p; /^  <name>/p; /^  <\\/*devices>/p
  /^    <interface/,/^    <\\/interface>/p; /^<\\/domain/p'`;

/** The interfaces of all guests of a host, by name. */
export const guestNics: Probe<readonly GuestNics[]> = {
  key: 'interfaces of guests as they are written',
  ask: { kind: 'script', script: READ, args: [] },
  parse: (answers) => parseGuestNics(printed(answers, 'list the guests')),
};

/** Reads two dumps of each guest; of one that does not run both are the same. Exported for tests. */
export function parseGuestNics(text: string): GuestNics[] {
  const dumps = text.split(/(?=^<domain)/m).filter((one) => one.startsWith('<domain'));
  const guests: GuestNics[] = [];
  for (let at = 0; at + 1 < dumps.length; at += 2) {
    const [stored, current] = [domainElement(dumps[at] ?? ''), domainElement(dumps[at + 1] ?? '')];
    const name = child(stored, 'name')?.textContent ?? '';
    const running = current.hasAttribute('id') && { running: nicsOf(current) };
    guests.push({ name, stored: nicsOf(stored), ...running });
  }
  return guests.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** What a task can say, what libvirt makes up, and the numbers of devices. */
const KNOWN = ['mac', 'source', 'model', 'vlan', 'link', 'target', 'alias', 'address'];

function nicsOf(domain: ReturnType<typeof domainElement>): GuestNic[] {
  const devices = child(domain, 'devices');
  return (devices ? children(devices, 'interface') : []).map((node) => ({
    ...readNic(node),
    type: node.getAttribute('type') ?? '',
    others: [...new Set([...node.childNodes].map(({ nodeName }) => nodeName))].filter(
      (name) => !name.startsWith('#') && !KNOWN.includes(name),
    ),
  }));
}
