import { type Probe, printed } from '../../plan/probe.ts';

/** A link of the host that is no bridge, bond, VLAN or tap: what `match` of netplan can be meant for. */
export interface Hardware {
  name: string;
  /** Its own MAC address, whatever it was given since; in lower case. */
  mac: string;
  /** Empty where nothing is known of it. */
  driver: string;
}

/** Shell function: whether a folder of /sys/class/net is one of hardware, or of what stands for it. */
export const IS_HARDWARE = `
is_hardware() {
  [ ! -d "$1/bridge" ] && [ ! -d "$1/bonding" ] && [ ! -e "$1/tun_flags" ] || return 1
  for lower in "$1"/lower_*; do [ ! -e "$lower" ] || return 1; done
}`;

const READ = `${IS_HARDWARE}
for link in /sys/class/net/*; do
  one=\${link##*/}
  case $one in lo | bonding_masters) continue ;; esac
  ! is_hardware "$link" || echo "link $one"
done
ip -o link
ls -ld /sys/class/net/*/device/driver 2>/dev/null || :`;

/** The hardware of a host. The rest of the answer comes and goes, which is no reason to plan again. */
export const hardware: Probe<readonly Hardware[]> = {
  key: 'hardware links',
  open: true,
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  parse: (answers) => parseHardware(printed(answers, 'read the links')),
};

function parseHardware(text: string): Hardware[] {
  const macs = new Map<string, string>();
  const drivers = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, link, rest = ''] = /^\d+: ([^:@]+)[:@](.*)$/.exec(line) ?? [];
    const mac = / permaddr ([0-9a-f:]+)/.exec(rest) ?? / link\/ether ([0-9a-f:]+)/.exec(rest);
    if (link !== undefined && mac?.[1] !== undefined) macs.set(link, mac[1]);
    const [, owner, driver] = /\/sys\/class\/net\/([^/]+)\/device\/driver -> .*\/([^/]+)$/.exec(line) ?? [];
    if (owner !== undefined && driver !== undefined) drivers.set(owner, driver);
  }
  const names = [...text.matchAll(/^link (.*)$/gm)].map(([, name = '']) => name);
  return names.map((name) => ({ name, mac: macs.get(name) ?? '', driver: drivers.get(name) ?? '' }));
}

/** Whether a link is one that netplan's `match` means: all that is said of it fits. See netplan-yaml(5). */
export function fits(
  { name, macaddress, driver }: Readonly<Record<string, unknown>>,
  link: Hardware,
): boolean {
  const drivers = driver === undefined ? undefined : [driver].flat().map(String);
  return (
    (name === undefined || isLike(link.name, String(name))) &&
    (macaddress === undefined || link.mac === String(macaddress).toLowerCase()) &&
    (drivers?.some((one) => isLike(link.driver, one)) ?? true)
  );
}

/** Patterns of fnmatch(3). */
function isLike(text: string, pattern: string): boolean {
  const source = pattern.replaceAll(/\[!?\]?(?:\[:\w+:\]|[^\]])*\]|[\s\S]/g, (part) => {
    if (part === '*') return '.*';
    if (part === '?') return '.';
    return part.length === 1 ? escaped(part) : bracketed(part);
  });
  return new RegExp(`^(?:${source})$`, 's').test(text);
}

/** `[a-z]`, `[!0-9]`, `[[:digit:]]`; a range that ends before it begins has nothing in it. */
function bracketed(part: string): string {
  const [, not = '', marks = ''] = /^\[([!^]?)(.*)\]$/s.exec(part) ?? [];
  const inside = marks.replaceAll(
    /\[:(\w+):\]|(.)-(.)|[\s\S]/g,
    (one: string, name?: string, from?: string, to?: string) => {
      if (name !== undefined) return CLASSES[name] ?? '';
      if (from === undefined || to === undefined) return escaped(one);
      return from <= to ? `${escaped(from)}-${escaped(to)}` : '';
    },
  );
  return `[${not && '^'}${inside}]`;
}

const CLASSES: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  upper: 'A-Z',
  xdigit: 'A-Fa-f0-9',
};

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
}
