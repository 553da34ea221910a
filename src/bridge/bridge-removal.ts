import type { BridgePort } from '../host/bridge-ports.ts';
import { type FileState, predictFile, shownContent } from '../host/files.ts';
import { selfImpact } from '../management/self-path.ts';
import { applyAllStep, applyStep, generateStep } from '../netplan/apply.ts';
import { ended } from '../netplan/applying.ts';
import { type FileLink, fileLinks } from '../netplan/file-links.ts';
import { notGivenBack } from '../netplan/kept-files.ts';
import { giveBack } from '../netplan/taken-files.ts';
import { type Change, type Impact, NO_IMPACT, predict } from '../plan/change.ts';
import type { Rollback } from '../plan/plan.ts';
import type { CurrentBridge, DesiredBridge } from './desired-bridge.ts';
import type { ExistingLink } from './kernel/link.ts';
import { linkAt } from './kernel/probes.ts';
import { deleteStep, plugStep, settleStep } from './kernel/steps.ts';
import { foreign, othersOf } from './plan-bridge.ts';
import { mtusBack } from './ports-after.ts';
import { madeBy, removal } from './underlay.ts';
import { withMtu } from './unset.ts';

/** Removes the file and the link; `netplan apply` alone would leave the link. */
export function bridgeRemoval(
  { name, path }: Pick<DesiredBridge, 'name' | 'path'>,
  current: Omit<CurrentBridge, 'links' | 'carries' | 'portValues'>,
): Change[] {
  const { file, link, bridgePorts, taken } = current;
  if (file.kind === 'absent' && !link.exists) return [];
  const what = `bridge ${name}`;
  if (link.exists && !link.bridge) return [foreign(name, null)];
  const gone = removal(madeBy(file));
  const done = current.applying.kind === 'file' ? ended(path) : { steps: [], predictions: [] };
  const given = giveBack(taken, othersOf(path, current));
  const impact: Impact =
    selfImpact({ links: link.exists ? [name, ...link.ports] : [], unknown: comesBack(given) }, current) ??
    (link.exists ? removalImpact(link, tapsOf(name, bridgePorts)) : NO_IMPACT);
  return [
    ...given,
    {
      what,
      before: link.exists ? 'present' : 'in the file only',
      after: null,
      ...(file.kind === 'file' && { diff: { label: path, before: shownContent(file.content), after: '' } }),
      impact,
      steps: [
        ...(file.kind === 'absent'
          ? []
          : [
              { do: 'remove' as const, path },
              ...mtusBack(mtusOf(file), current.hardware),
              applyStep([name, ...(link.exists ? link.ports : [])]),
            ]),
        deleteStep(name),
        ...gone.steps,
        ...done.steps,
      ],
      predictions: [
        ...predictFile(path, { kind: 'absent' }),
        predict(linkAt(name), { exists: false }),
        ...gone.predictions,
        ...done.predictions,
      ],
    },
  ];
}

/** What is lost by a removal that gives back less than was taken. */
export function removalWarnings(
  { takesOver }: { takesOver: readonly string[] },
  { file, keptFiles, hardware }: Pick<CurrentBridge, 'file' | 'keptFiles' | 'hardware'>,
): string[] {
  return file.kind === 'file' ? notGivenBack(shownContent(file.content), takesOver, keptFiles, hardware) : [];
}

function mtusOf(file: FileState): FileLink[] {
  return file.kind === 'file' ? withMtu(fileLinks(shownContent(file.content))) : [];
}

/** What a file describes that is given back was never compared with the host as it is now. */
function comesBack(given: readonly Change[]): string | undefined {
  const files = given.map(({ what }) => what);
  return files.length > 0
    ? `what comes back with ${files.join(', ')} may lead the answers of this SSH session elsewhere`
    : undefined;
}

/** The way back to a bridge that was removed, and to the guests that were on it. */
export function removalRollback(
  name: string,
  { link, bridgePorts }: Pick<CurrentBridge, 'link' | 'bridgePorts'>,
): Rollback {
  const ports = link.exists ? [...link.ports, ...tapsOf(name, bridgePorts)] : [];
  const plugged = ports.map((port) => plugStep(name, port));
  return { steps: [applyAllStep, ...plugged, settleStep(name, link)], boot: [generateStep] };
}

function tapsOf(name: string, ports: readonly BridgePort[]): string[] {
  return ports.filter(({ bridge, tap }) => bridge === name && tap).map(({ port }) => port);
}

function removalImpact({ ports, addresses }: ExistingLink, taps: readonly string[]): Impact {
  const carried = [...ports, ...taps, ...addresses].join(', ');
  if (carried === '') return NO_IMPACT;
  const disruption = ports.length + taps.length > 0 ? 'link' : 'service';
  const guests =
    taps.length > 0 ? `; guests on ${taps.join(', ')} have no bridge until they are started anew` : '';
  return { disruption, note: `it carries ${carried}${guests}` };
}
