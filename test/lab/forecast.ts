import type { Impact } from '../../src/plan/change.ts';
import type { Status } from '../../src/plan/outcome.ts';
import type { Step } from '../../src/plan/step.ts';
import { bundled } from './bundled.ts';
import { lab } from './lab.ts';

/** What a dry run says of a host. */
export interface HostForecast {
  /** Probe key → value: what was observed, overlaid with what the changes would leave behind. */
  known: Record<string, unknown>;
  /** The steps that were planned, by the name of the task. */
  steps: Record<string, Step[]>;
  /** How each task would end, and the impacts of its changes. */
  outcomes: Record<string, { status: Status; message?: string; impacts: Impact[] }>;
}

/** Plans a playbook on the lab's hosts as the operator would, by host. */
export const forecast = (playbook: string, ...inventory: string[]) => walked('check', playbook, inventory);

/** Runs it; where there is nothing to do, what is known is what was read. */
export const applied = (playbook: string, ...inventory: string[]) => walked('apply', playbook, inventory);

async function walked(
  mode: 'check' | 'apply',
  playbook: string,
  inventory: readonly string[],
): Promise<Record<string, HostForecast>> {
  const argv = ['node', bundled('print-forecast'), mode, playbook, ...inventory];
  const { stdout, stderr } = await lab.exec(argv);
  if (stderr) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** What libvirt makes up when it stores a definition or writes it, and nobody can predict. */
const GENERATED = new Set(['uuid', 'mac', 'xml']);

/**
 * Facts that are different each time, and those that the resolver of the host makes of its name. The mtu of a bridge that
 * has none of its own is that of its narrowest port. How the filters of a host look nobody predicts: only advice rests on it.
 * What was applied before is asked by a run alone.
 */
const UNSTEADY =
  /^\/facts\/((min|platform)\/(env|date_time|fqdn|domain)|hardware\/(mem|swap)free_mb)(\/|$)|^\/bridges of the kernel\/[^/]+\/mtu$|^\/firewall\/chains(\/|$)|^\/applied tasks$/;

/** The paths at which what was observed is not as predicted. */
export function mismatches(predicted: unknown, observed: unknown, path = ''): string[] {
  if (UNSTEADY.test(path)) return [];
  if (!isObject(predicted) || !isObject(observed)) {
    return Object.is(withoutNotes(predicted, path), withoutNotes(observed, path))
      ? []
      : [`${path}: ${JSON.stringify(predicted)}, not ${JSON.stringify(observed)}`];
  }
  const keys = new Set([...Object.keys(predicted), ...Object.keys(observed)]);
  return [...keys].flatMap((key) =>
    predicted[key] === undefined && GENERATED.has(key)
      ? []
      : mismatches(predicted[key], observed[key], `${path}/${key}`),
  );
}

/**
 * An interface of a running guest without what libvirt notes in it of its network: a port that it makes up, and the bridge,
 * which it reads anew of the network whenever the interface is written.
 */
function withoutNotes(value: unknown, path: string): unknown {
  const isNoted = typeof value === 'string' && path.endsWith('/xml') && value.includes('<source network=');
  return isNoted
    ? value.replace(/<source [^>]*>/, (source) => source.replaceAll(/ (portid|bridge)="[^"]*"/g, ''))
    : value;
}

/**
 * Where what was read after a run is not as a dry run predicted. Predictions for probes that nothing asks once all is
 * done (what `prune` removes, a path that `creates` would wait for, what netplan said of files that are there now) have nothing to be held against.
 */
export function unlikePredicted(
  predicted: Record<string, unknown> | undefined,
  observed: Record<string, unknown> | undefined,
): string[] {
  const asked = Object.entries(predicted ?? {}).filter(([probe]) => probe in (observed ?? {}));
  return mismatches(Object.fromEntries(asked), observed);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
