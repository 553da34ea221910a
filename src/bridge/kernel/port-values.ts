import { type Prediction, predict } from '../../plan/change.ts';
import { type Probe, printed } from '../../plan/probe.ts';
import { type Step, scriptStep } from '../../plan/step.ts';
import type { LinkDifference } from './link-differences.ts';

/** What a bridge is to have of one of its ports, under netplan's name: netplan-yaml(5). */
export interface PortValue {
  what: 'path-cost' | 'port-priority';
  port: string;
  value: number;
}

/** The same under the names of sysfs and of ip-link(8). */
const NAMES = {
  'path-cost': { file: 'path_cost', word: 'cost' },
  'port-priority': { file: 'priority', word: 'priority' },
} as const;

const READ = '[ ! -e "/sys/class/net/$1/brif/$2" ] || cat "/sys/class/net/$1/brif/$2/$3"';

/** Read only where a task says it: the kernel makes up the cost of the others from their speed. */
export function portValueAt(bridge: string, { what, port }: Omit<PortValue, 'value'>): Probe<number | null> {
  return {
    key: `${what} of ${port} on ${bridge}`,
    ask: { kind: 'script', script: READ, args: [bridge, port, NAMES[what].file] },
    parse: (answers) => {
      const text = printed(answers, `read the ${what} of ${port}`).trim();
      return text === '' ? null : Number(text);
    },
  };
}

const SET = `
[ -e "/sys/class/net/$1/brif/$2" ] || exit 0
ip link set dev "$2" type bridge_slave "$3" "$4"`;

/** What differs, and what sets it; `is` has one for each desired value, null where the link is no port of the bridge. */
export function portValueChanges(
  bridge: string,
  desired: readonly PortValue[],
  is: readonly (number | null)[],
): { differences: LinkDifference[]; steps: Step[]; predictions: Prediction[] } {
  return {
    differences: desired.flatMap(({ what, port, value }, index) => {
      const before = is[index] ?? null;
      const one = { what: `${what} of ${port}`, before: before === null ? null : String(before) };
      return before === null || before === value ? [] : [{ ...one, after: String(value) }];
    }),
    steps: portValueSteps(bridge, desired),
    predictions: desired.map((one) => predict(portValueAt(bridge, one), one.value)),
  };
}

/** Sets them on the ports that are plugged in. */
export function portValueSteps(bridge: string, values: readonly PortValue[]): Step[] {
  return values.map(({ what, port, value }) =>
    scriptStep(`${what} ${value} of ${port}`, SET, [bridge, port, NAMES[what].word, String(value)]),
  );
}

/** What the ports had of it that were there. */
export function valuesBefore(desired: readonly PortValue[], is: readonly (number | null)[]): PortValue[] {
  return desired.flatMap((one, index) => {
    const value = is[index] ?? null;
    return value === null ? [] : [{ ...one, value }];
  });
}

/** The values as netplan has them: by the name of the port. */
export function valuesOf(
  what: PortValue['what'],
  values: Readonly<Record<string, number>> = {},
): PortValue[] {
  return Object.entries(values).map(([port, value]) => ({ what, port, value }));
}
