import { type Change, type Impact, leaves, NO_IMPACT } from '../plan/change.ts';
import { fileChange } from '../plan/file-change.ts';
import { type FileState, fileAt } from '../plan/files.ts';
import type { Step } from '../plan/step.ts';
import { type LinkState, linkAt } from './probes.ts';

/** A bridge as a task wants it: its file, and what the kernel then has. */
export interface WantedBridge {
  name: string;
  path: string;
  content: string;
  interfaces: readonly string[];
  /** Absent where DHCP decides. */
  addresses?: readonly string[];
  mtu?: number | undefined;
}

/** What the plan of a bridge rests on; `ports` are the links that it takes. */
export interface SeenBridge {
  file: FileState;
  link: LinkState;
  ports: Readonly<Record<string, LinkState>>;
}

/** A bridge that is only in the file, or only in the kernel, is not there: both are made as wanted. */
export function bridgeChanges(wanted: WantedBridge, { file, link, ports }: SeenBridge): Change[] {
  const { name, path, content } = wanted;
  const next = linkAfter(wanted, link);
  const inKernel = kernelDifferences(name, link, next);
  const impact = impactOf(wanted, link, ports);
  const inFile = fileChange({ path, content, mode: '0600', owner: 'root', group: 'root' }, file, {
    check: [checkStep(path, content)],
    impact,
  });
  const found = [...inFile, ...inKernel.map((change) => ({ ...change, impact }))];
  const last = found.at(-1);
  if (!last) return [];
  const apply: Change = {
    ...last,
    steps: [...last.steps, { do: 'run', argv: ['netplan', 'apply'] }, waitStep(name, next)],
    leaves: [...last.leaves, leaves(linkAt(name), next)],
  };
  return [...found.slice(0, -1), apply];
}

/** Removes the file and the link; `netplan apply` alone would leave the link. */
export function bridgeRemoval(
  name: string,
  path: string,
  { file, link }: Pick<SeenBridge, 'file' | 'link'>,
): Change[] {
  const carried = link.exists ? [...link.ports, ...link.addresses].join(', ') : '';
  const impact: Impact = carried
    ? { disruption: 'link', note: `it carries ${carried}` }
    : { disruption: 'service' };
  if (file.kind === 'absent' && !link.exists) return [];
  const steps: Step[] = [
    { do: 'remove', path },
    { do: 'run', argv: ['netplan', 'apply'] },
    {
      do: 'run',
      argv: ['sh', '-c', '[ ! -e "/sys/class/net/$1" ] || ip link delete dev "$1"', 'virtfleet', name],
    },
  ];
  return [
    {
      what: `bridge ${name}`,
      before: link.exists ? 'present' : 'in the file only',
      after: null,
      ...(file.kind === 'file' && { diff: { label: path, before: file.content, after: '' } }),
      impact,
      steps,
      leaves: [leaves(fileAt(path), { kind: 'absent' }), leaves(linkAt(name), { exists: false })],
    },
  ];
}

function linkAfter(wanted: WantedBridge, link: LinkState): LinkState & { exists: true } {
  const is = link.exists ? link : { mtu: 1500, addresses: [] };
  return {
    exists: true,
    kind: 'bridge',
    mtu: wanted.mtu ?? is.mtu,
    ports: [...wanted.interfaces].toSorted(),
    addresses: [...(wanted.addresses ?? is.addresses)].toSorted(),
  };
}

function kernelDifferences(name: string, link: LinkState, next: LinkState & { exists: true }): Change[] {
  const differ = (what: string, before: string | null, after: string | null): Change[] =>
    before === after ? [] : [{ what, before, after, impact: NO_IMPACT, steps: [], leaves: [] }];
  if (!link.exists) return differ(`bridge ${name}`, null, next.addresses.join(', ') || 'without an address');
  const list = (words: readonly string[]) => words.join(', ') || null;
  return [
    ...differ(`kind of ${name}`, link.kind, next.kind),
    ...differ(`ports of ${name}`, list(link.ports), list(next.ports)),
    ...differ(`addresses of ${name}`, list(link.addresses), list(next.addresses)),
    ...differ(`mtu of ${name}`, String(link.mtu), String(next.mtu)),
  ];
}

/** A link that is plugged into a bridge loses its own addresses; one that leaves it loses its neighbours. */
function impactOf({ interfaces }: WantedBridge, link: LinkState, ports: SeenBridge['ports']): Impact {
  const before = link.exists ? link.ports : [];
  const taken = interfaces.filter((port) => !before.includes(port));
  const lost = before.filter((port) => !interfaces.includes(port));
  const carrying = taken.flatMap((port) => {
    const state = ports[port];
    return state?.exists && state.addresses.length > 0 ? [`${port} loses ${state.addresses.join(', ')}`] : [];
  });
  const notes = [...carrying, ...lost.map((port) => `${port} leaves the bridge`)];
  return notes.length > 0 ? { disruption: 'link', note: notes.join('; ') } : NO_IMPACT;
}

/** netplan reads the new file among the others in a folder of its own: netplan-generate(8), `--root-dir`. */
const CHECK = `
root=$(mktemp -d) || exit
trap 'rm -rf -- "$root"' EXIT
mkdir -p "$root/etc" && cp -a /etc/netplan "$root/etc/" && (umask 077; cat >"$root$1") || exit
netplan generate --root-dir "$root"`;

function checkStep(path: string, content: string): Step {
  return { do: 'run', argv: ['sh', '-c', CHECK, 'virtfleet', path], stdin: content };
}

/** networkd works on after netplan has returned: wait until the addresses and ports are there, at most 10 s. */
const WAIT = `
name=$1; shift
for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  missing=
  for want; do
    case $want in
      */*) ip -br addr show dev "$name" scope global 2>/dev/null | grep -qwF -- "$want" || missing=1 ;;
      *) [ -e "/sys/class/net/$name/brif/$want" ] || missing=1 ;;
    esac
  done
  [ -n "$missing" ] || [ ! -e "/sys/class/net/$name" ] || exit 0
  sleep 0.5
done`;

function waitStep(name: string, { ports, addresses }: LinkState & { exists: true }): Step {
  return { do: 'run', argv: ['sh', '-c', WAIT, 'virtfleet', name, ...ports, ...addresses] };
}
