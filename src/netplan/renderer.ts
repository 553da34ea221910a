import type { RequestedBridge } from '../bridge/desired-bridge.ts';
import {
  type Closing,
  type HostAnswers,
  type HostRenderer,
  type Renderer,
  settableByNetworkManager,
} from '../bridge/renderer.ts';
import { fileChange } from '../host/file-change.ts';
import { type FileState, fileAt, predictFile, shownContent } from '../host/files.ts';
import type { Probe, Probes } from '../plan/probe.ts';
import { isAlreadySaid } from './already-said.ts';
import { applyAllStep, applyStep, generateStep, pendingStep } from './apply.ts';
import { applyingPath, begun, ended, notApplied } from './applying.ts';
import { isOfNetworkManager } from './backend.ts';
import { hasDefault, knowsDefault, withoutDefault } from './default-routes.ts';
import { fileLinks } from './file-links.ts';
import { type NetplanFile, netplanFiles } from './host-files.ts';
import { keptFiles, notGivenBack } from './kept-files.ts';
import { referring } from './referred.ts';
import { dependents, refusal } from './refusal.ts';
import { CLOUD_INIT, giveBack, isOfCloudInit, keptPath, type TakenFile, takeOver } from './taken-files.ts';
import { trialOf } from './trial.ts';

/** netplan(5): a file for each bridge below /etc/netplan. */
export const netplan: Renderer = {
  name: 'netplan',
  runs: (services) => services.netplan,
  probes: ({ path, state, takesOver, content }) => ({
    file: fileAt(path),
    applying: fileAt(applyingPath(path)),
    netplan: netplanFiles,
    ...(hasDefault(content) && { knowsDefault }),
    ...(state === 'absent' && { keptFiles }),
    ...(takesOver.some(isOfCloudInit) && { cloudInit: fileAt(CLOUD_INIT.path) }),
    ...each('now', takesOver, fileAt),
    ...each('kept', takesOver, (file) => fileAt(keptPath(file))),
  }),
  on: (bridge, answers) => rendererOn(bridge, answers),
};

/** One probe for each path, under a key of its own. */
function each<T>(what: string, paths: readonly string[], probe: (path: string) => Probe<T>): Probes {
  return Object.fromEntries(paths.map((path) => [`${what} ${path}`, probe(path)]));
}

/** The answers to the probes that every bridge has, and to those that only some have. */
interface Answers {
  /** The bridge's own file. */
  file: FileState;
  /** That file as netplan last applied it, where an earlier run did not come to its end. */
  applying: FileState;
  netplan: readonly NetplanFile[];
  knowsDefault?: boolean;
  keptFiles?: readonly NetplanFile[];
  cloudInit?: FileState;
}

function rendererOn(bridge: RequestedBridge, { read, services, hardware }: HostAnswers): HostRenderer {
  const { path, takesOver } = bridge;
  const {
    file,
    applying,
    netplan: files,
    cloudInit,
    keptFiles: kept = [],
    knowsDefault: known = true,
  } = read as unknown as Answers;
  const taken = takesOver.map(
    (one) => ({ path: one, now: read[`now ${one}`], kept: read[`kept ${one}`] }) as TakenFile,
  );
  const others = { path, files, hardware, cloudInit };
  const isPending = applying.kind === 'file';
  // What other files say already needs no file, and is not taken over.
  const isSaid = () =>
    file.kind === 'absent' && !isPending && takesOver.length === 0 && isAlreadySaid(bridge.content, files);
  let text: string | undefined;
  const content = () => {
    text ??= known ? referring(bridge, files) : withoutDefault(referring(bridge, files));
    return text;
  };
  return {
    conflicts: ({ described }) =>
      isSaid()
        ? undefined
        : refusal({ ...described, path, takesOver }, { files, ifupdown: services.ifupdown }, hardware),
    dependents: (links) => dependents(links, path, files),
    described: linksIn(file),
    applied: linksIn(isPending ? applying : file),
    describes: () => fileLinks(content()),
    settable: (parameters) =>
      isOfNetworkManager(bridge.settings, files) ? settableByNetworkManager(parameters) : parameters,
    files: (desired) => {
      if (isSaid()) return { changes: [], isNew: false, unapplied: [], finish: NOTHING };
      const own = fileChange({ path, content: content(), mode: '0600', owner: 'root', group: 'root' }, file);
      const changes = [...takeOver(desired, taken, others), ...own];
      return {
        changes: begun(path, file, applying, changes),
        isNew: own.length > 0,
        unapplied: notApplied(path, applying),
        finish: changes.length > 0 || isPending ? ended(path) : NOTHING,
      };
    },
    removal: () => ({
      isDescribed: file.kind !== 'absent',
      givenBack: giveBack(taken, others),
      ...(file.kind === 'file' && { diff: { label: path, before: shownContent(file.content), after: '' } }),
      steps: [{ do: 'remove', path }],
      predictions: predictFile(path, { kind: 'absent' }),
      finish: isPending ? ended(path) : NOTHING,
      warnings:
        file.kind === 'file' ? notGivenBack(shownContent(file.content), takesOver, kept, hardware) : [],
    }),
    check: (changes, session) => trialOf(changes, files, session),
    apply: applyStep,
    refusePending: pendingStep,
    rollback: { steps: [applyAllStep], boot: [generateStep] },
  };
}

const NOTHING: Closing = { steps: [], predictions: [] };

/** What a file describes; nothing where there is no file that can be read. */
function linksIn(file: FileState) {
  return file.kind === 'file' && typeof file.content === 'string' ? fileLinks(file.content) : [];
}
