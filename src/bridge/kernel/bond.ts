import { type Step, scriptStep } from '../../plan/step.ts';

/** Parameters of a bond under netplan's names, netplan-yaml(5), with the kernel's for them: Documentation/networking/bonding.rst. */
const KERNEL_NAMES = {
  mode: 'mode',
  'lacp-rate': 'lacp_rate',
  'mii-monitor-interval': 'miimon',
  'up-delay': 'updelay',
  'down-delay': 'downdelay',
  'min-links': 'min_links',
  'transmit-hash-policy': 'xmit_hash_policy',
  primary: 'primary',
} as const;

type Parameter = keyof typeof KERNEL_NAMES;
const PARAMETERS = Object.keys(KERNEL_NAMES) as Parameter[];

/** As the kernel shows them; times are milliseconds. The primary link is empty where there is none. */
export type BondParameters = Partial<Record<Parameter, string>>;

/** What a task says of them. */
export type DescribedBond = { [P in Parameter]?: string | number | undefined };

/** One line for each, under the kernel's names. */
export function bondLines(bond: BondParameters): string[] {
  return PARAMETERS.flatMap((name) => (bond[name] ? [`bond ${KERNEL_NAMES[name]} ${bond[name]}`] : []));
}

/** The inverse; `words` are what is behind `bond` in each line. A bond of which no mode is written may have any primary link. */
export function parseBond(words: readonly string[]): BondParameters {
  const values = new Map(
    words.map((line) => {
      const [name, value] = line.split(' ');
      return [name, value];
    }),
  );
  const known = PARAMETERS.map((name) => [name, values.get(KERNEL_NAMES[name])] as const);
  const none = values.has('mode') && { primary: '' };
  return { ...none, ...Object.fromEntries(known.filter(([, value]) => value !== undefined)) };
}

/**
 * What the kernel has once it is as described. networkd gives a bond only what is of use in its mode, and the kernel
 * rounds delays down to a multiple of the interval of its looks at the carrier.
 */
export function bondAfter(described: DescribedBond, is: BondParameters | undefined): BondParameters {
  const mode = String(described.mode ?? is?.mode ?? 'balance-rr');
  const given = Object.entries(described).filter(
    ([name, value]) => value !== undefined && isOfUse(name as Parameter, mode),
  );
  const base = { ...DEFAULTS, ...is };
  const next: BondParameters = {
    ...base,
    mode,
    ...(!isOfUse('primary', mode) && { primary: '' }),
    ...(LOOKING.includes(mode) && base['mii-monitor-interval'] === '0' && { 'mii-monitor-interval': '100' }),
    ...Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
  };
  const interval = Number(next['mii-monitor-interval']);
  for (const delay of ['up-delay', 'down-delay'] as const)
    next[delay] = String(interval === 0 ? 0 : Math.floor(Number(next[delay]) / interval) * interval);
  return next;
}

/** What networkd says of a new bond: src/network/netdev/bond.c of systemd. */
function isOfUse(parameter: Parameter, mode: string): boolean {
  switch (parameter) {
    case 'lacp-rate':
      return mode === '802.3ad';
    case 'transmit-hash-policy':
      return ['balance-xor', '802.3ad', 'balance-tlb'].includes(mode);
    case 'primary':
      return ['active-backup', 'balance-tlb', 'balance-alb'].includes(mode);
    default:
      return true;
  }
}

/** What the kernel gives a new bond: read on Linux 6.1. */
const DEFAULTS: BondParameters = {
  'lacp-rate': 'slow',
  'mii-monitor-interval': '0',
  'up-delay': '0',
  'down-delay': '0',
  'min-links': '0',
  'transmit-hash-policy': 'layer2',
  primary: '',
};

/** The modes that cannot ask by ARP: the kernel looks at the carrier of their links, if need be each 100 ms. */
const LOOKING = ['802.3ad', 'balance-tlb', 'balance-alb'];

const differs = (one: Parameter, is: BondParameters, next: BondParameters) =>
  is[one] !== undefined && next[one] !== undefined && is[one] !== next[one];

/** The kernel gives a bond another mode only while it is down and has no links. */
export function losesLinks(is: BondParameters, next: BondParameters): boolean {
  return differs('mode', is, next);
}

/** The kernel changes these only while a bond is down. */
export function goesDown(is: BondParameters, next: BondParameters): boolean {
  return differs('mode', is, next) || differs('lacp-rate', is, next);
}

// A bond without links has nothing in `slaves`. Only 802.3ad takes a rate: before that mode goes, or when it has come.
const SET_DOWN = `
bond=$1 mode=$2 rate=$3 links= status=0
cd "/sys/class/net/$bond" || exit
has() { read -r is _ <"$1"; [ "$is" = "$2" ]; }
set_rate() {
  [ -n "$rate" ] && has bonding/mode 802.3ad && ! has bonding/lacp_rate "$rate" || return 0
  ip link set dev "$bond" type bond lacp_rate "$rate" || status=1
}
read -r address <address
[ -z "$mode" ] || read -r links <bonding/slaves
for link in $links; do ip link set dev "$link" nomaster; done
ip link set dev "$bond" down
set_rate
[ -z "$mode" ] || ip link set dev "$bond" type bond mode "$mode" || status=1
set_rate
has address "$address" || ip link set dev "$bond" address "$address" || status=1
for link in $links; do
  ip link set dev "$link" down; ip link set dev "$link" master "$bond" && ip link set dev "$link" up || status=1
done
ip link set dev "$bond" up && exit $status`;

/**
 * Gives it what it gets only while it is down: its links are back at once, and it keeps its VLANs, its bridge and its MAC
 * address, in place of which the kernel has a random one once the last link has left (bond_main.c of Linux). What the
 * host loses of addresses and routes with it, networkd gives back when it applies the file.
 */
export function downSteps(name: string, is: BondParameters, next: BondParameters): Step[] {
  if (!goesDown(is, next)) return [];
  const value = (one: Parameter) => (differs(one, is, next) ? (next[one] ?? '') : '');
  const what = `set ${name} down, and up with another mode or rate`;
  return [scriptStep(what, SET_DOWN, [name, value('mode'), value('lacp-rate')])];
}

const BOND = `
bond=$1 link=$2 tries=$3
is_bonded() { master=$(readlink "/sys/class/net/$link/master") && [ "\${master##*/}" = "$bond" ]; }
until is_bonded || [ "$tries" = 0 ]; do tries=$((tries - 1)); sleep 0.5; done
is_bonded || [ ! -e "/sys/class/net/$link" ] || {
  ip link set dev "$link" down && ip link set dev "$link" master "$bond" && ip link set dev "$link" up
}`;

/**
 * networkd of systemd 252 does not bond a link again that somebody has taken out of its bond: it gets some seconds to do
 * so where it was just told of the link.
 */
export function bondStep(bond: string, link: string, seconds: number): Step {
  return scriptStep(`bond ${link} in ${bond}`, BOND, [bond, link, String(seconds * 2)]);
}

/** Sets what else differs on a bond that is there. Another interval changes the delays, which the kernel counts in such. */
export function bondSteps(name: string, is: BondParameters, next: BondParameters): Step[] {
  const isOther = (one: Parameter) => differs(one, is, next);
  const isDelay = (one: Parameter) => one === 'up-delay' || one === 'down-delay';
  const set = PARAMETERS.filter((one) => {
    if (one === 'mode' || one === 'lacp-rate') return false;
    if (isDelay(one))
      return next['mii-monitor-interval'] !== '0' && (isOther(one) || isOther('mii-monitor-interval'));
    return isOther(one) && (one !== 'primary' || isOfUse(one, next.mode ?? ''));
  });
  return set.map((one) => {
    const value = next[one] ?? '';
    if (value === '') return scriptStep(`no primary link of ${name}`, NO_PRIMARY, [name]);
    return { do: 'run', argv: ['ip', 'link', 'set', 'dev', name, 'type', 'bond', KERNEL_NAMES[one], value] };
  });
}

/** ip(8) takes the name of a link only. */
const NO_PRIMARY = 'echo >"/sys/class/net/$1/bonding/primary"';
