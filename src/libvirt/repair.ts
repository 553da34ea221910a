import type { Step } from '../plan/step.ts';
import type { Difference } from './difference.ts';
import type { Network } from './network.ts';
import { SECTIONS } from './sections.ts';
import { applyUpdates, compileUpdates, type NetworkUpdate } from './update.ts';
import { isAtLeast, type Version } from './version.ts';

/** How one copy becomes as it is wanted while everything else of the network stays. */
export interface Repair {
  updates: readonly NetworkUpdate[];
  words: readonly Words[];
  /** The copy afterwards. */
  after: Network;
}

type Words = 'title' | 'description';

/** The first libvirt that can change title and description of a network that runs: release notes of 9.7. */
const DESCRIBES: Version = [9, 7, 0];

/** The repair of a copy that differs so from what is `merged`, or `redefine` when nothing less closes all of it. */
export function repair(
  copy: Network,
  differences: readonly Difference[],
  merged: Network,
  version: Version,
): Repair | 'redefine' {
  const others = differences.filter((each) => !isWords(each, version));
  const updates = compileUpdates(others, copy, version);
  if (updates === 'redefine') return 'redefine';
  const words = differences.filter((each) => isWords(each, version)).map(({ at }) => at as Words);
  const written = Object.fromEntries(words.map((word) => [word, merged[word]]));
  return { updates, words, after: { ...applyUpdates(copy, updates, version), ...written } };
}

function isWords({ at }: Difference, version: Version): boolean {
  return isAtLeast(version, DESCRIBES) && (at === 'title' || at === 'description');
}

/** What of a copy that runs waits for its next start, since it cannot be repaired before. */
export function waitingFor(
  live: Network,
  differences: readonly Difference[],
  merged: Network,
  version: Version,
): Difference[] {
  if (repair(live, differences, merged, version) !== 'redefine') return [];
  const can = (each: Difference) => SECTIONS[each.at] !== undefined || isWords(each, version);
  const isEnough = repair(live, differences.filter(can), merged, version) !== 'redefine';
  return isEnough ? differences.filter((each) => !can(each)) : [...differences];
}

/** The steps of the repairs of both copies: the same update of both is one call. */
export function repairSteps(
  name: string,
  { persistent, live }: { persistent: Repair | undefined; live: Repair | undefined },
): Step[] {
  const calls = new Map<string, { update: NetworkUpdate; flags: string[] }>();
  const add = (flag: string) => (update: NetworkUpdate) => {
    const key = JSON.stringify(update);
    const flags = calls.get(key)?.flags ?? [];
    calls.set(key, { update, flags: [...flags, flag] });
  };
  live?.updates.forEach(add('--live'));
  persistent?.updates.forEach(add('--config'));
  return [
    ...[...calls.values()].map(({ update, flags }) => updateStep(name, update, flags)),
    ...describeSteps(name, '--live', live),
    ...describeSteps(name, '--config', persistent),
  ];
}

function updateStep(
  name: string,
  { command, section, xml, parentIndex }: NetworkUpdate,
  flags: readonly string[],
): Step {
  const what = ['--command', command, '--section', section, '--xml', xml];
  const parent = parentIndex === undefined ? [] : ['--parent-index', String(parentIndex)];
  return { do: 'virsh', argv: ['net-update', '--network', name, ...what, ...parent, ...flags] };
}

/** virsh refuses both flags at once here, though its manual allows them (tried on 11.3). */
function describeSteps(name: string, flag: '--live' | '--config', repaired: Repair | undefined): Step[] {
  return (repaired?.words ?? []).map((word) => {
    const title = word === 'title' ? ['--title'] : [];
    const text = repaired?.after[word] ?? '';
    return { do: 'virsh', argv: ['net-desc', '--network', name, flag, ...title, '--new-desc', text] };
  });
}
