import type { Step } from '../../plan/step.ts';
import { can } from '../../versions/libvirt.ts';
import type { Version } from '../../versions/version.ts';
import type { Difference } from '../compare/difference.ts';
import type { Network } from '../model/network.ts';
import { compileUpdates, type NetworkUpdate } from './compile-updates.ts';
import { type MetadataCall, metadataCalls } from './metadata-calls.ts';
import { SECTIONS } from './sections.ts';

/** How one copy becomes the desired one while everything else of the network stays. */
export interface Repair {
  updates: readonly NetworkUpdate[];
  metadata: readonly MetadataCall[];
  words: readonly Words[];
  /** The copy afterwards. */
  after: Network;
}

type Words = 'title' | 'description';

const DESCRIPTIONS = ['title', 'description', 'metadata'];

/** The repair of a copy that differs so from what is `merged`, or `redefine` when nothing less closes all of it. */
export function repair(
  copy: Network,
  differences: readonly Difference[],
  merged: Network,
  version: Version,
): Repair | 'redefine' {
  const described = differences.filter((each) => isDescription(each, version));
  const others = differences.filter((each) => !described.includes(each));
  const compiled = compileUpdates(others, copy, version);
  const isReported = described.some(({ at }) => at === 'metadata');
  const metadata = isReported ? metadataCalls(copy.metadata ?? '', merged.metadata ?? '') : [];
  if (compiled === 'redefine' || metadata === undefined) return 'redefine';
  const words = described.map(({ at }) => at).filter((at): at is Words => at !== 'metadata');
  const written = Object.fromEntries(described.map(({ at }) => [at, merged[at as Words | 'metadata']]));
  return { updates: compiled.updates, metadata, words, after: { ...compiled.after, ...written } };
}

function isDescription({ at }: Difference, version: Version): boolean {
  return can(version, 'words of a network that runs') && DESCRIPTIONS.includes(at);
}

/** What of a copy that runs waits for its next start, since it cannot be repaired before. */
export function waitingFor(
  live: Network,
  differences: readonly Difference[],
  merged: Network,
  version: Version,
): Difference[] {
  if (repair(live, differences, merged, version) !== 'redefine') return [];
  const can = (each: Difference) => SECTIONS[each.at] !== undefined || isDescription(each, version);
  const isEnough = repair(live, differences.filter(can), merged, version) !== 'redefine';
  return isEnough ? differences.filter((each) => !can(each)) : [...differences];
}

/** Above so many, calls go to libvirt as a set, and entries of what is merely stored by one definition. */
export const MANY = 10;

/**
 * The steps of the repairs of both copies: the same call for both is one step. It stores first, and by a command of its
 * own: libvirt leaves the running network half changed where one command is to do both and cannot store (a full disk).
 */
export function repairSteps(
  name: string,
  { persistent, live }: { persistent: Repair | undefined; live: Repair | undefined },
): Step[] {
  const calls = new Map<string, { argv: string[]; flags: string[] }>();
  const add = (flag: string, repaired: Repair | undefined) => {
    const { updates = [], metadata = [] } = repaired ?? {};
    for (const argv of [...updates.map(updateArgv(name)), ...metadata.map(metadataArgv(name))]) {
      const key = JSON.stringify(argv);
      calls.set(key, { argv, flags: [...(calls.get(key)?.flags ?? []), flag] });
    }
  };
  add('--live', live);
  add('--config', persistent);
  const sets = [...calls.values()].map(({ argv, flags }) => flags.toSorted().map((flag) => [...argv, flag]));
  return [
    ...(sets.length > MANY ? [stepOf(sets.flat())] : sets.map(stepOf)),
    ...describeSteps(name, '--live', live),
    ...describeSteps(name, '--config', persistent),
  ];
}

function stepOf(commands: readonly (readonly string[])[]): Step {
  const [argv, ...more] = commands;
  return argv && more.length === 0 ? { do: 'virsh', argv } : { do: 'virsh-set', commands };
}

function updateArgv(name: string) {
  return ({ command, section, xml, parentIndex }: NetworkUpdate): string[] => {
    const what = ['--command', command, '--section', section, '--xml', xml];
    const parent = parentIndex === undefined ? [] : ['--parent-index', String(parentIndex)];
    return ['net-update', '--network', name, ...what, ...parent];
  };
}

function metadataArgv(name: string) {
  return ({ uri, element }: MetadataCall): string[] => {
    const what = element ? ['--key', element.key, '--set', element.xml] : ['--remove'];
    return ['net-metadata', '--network', name, '--uri', uri, ...what];
  };
}

/** virsh refuses both flags at once here, though its manual allows them (tried on 11.3). */
function describeSteps(name: string, flag: '--live' | '--config', repaired: Repair | undefined): Step[] {
  return (repaired?.words ?? []).map((word) => {
    const title = word === 'title' ? ['--title'] : [];
    const text = repaired?.after[word] ?? '';
    return { do: 'virsh', argv: ['net-desc', '--network', name, flag, ...title, '--new-desc', text] };
  });
}
