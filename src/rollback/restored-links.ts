import * as z from 'zod';
import { kernelParameters, type LinkState } from '../bridge/kernel/link.ts';
import { linkDependencies } from '../bridge/kernel/link-dependencies.ts';
import { linkDifferences } from '../bridge/kernel/link-differences.ts';
import { linkAt } from '../bridge/kernel/probes.ts';
import {
  deleteStep,
  LEASE_SECONDS,
  mtuStep,
  parameterStep,
  plugStep,
  settleStep,
  unplugStep,
} from '../bridge/kernel/steps.ts';
import { bridgePorts } from '../host/bridge-ports.ts';
import { routing } from '../management/routing.ts';
import { selfImpact, selfPath, selfRefusal } from '../management/self-path.ts';
import { defineModule } from '../modules/module.ts';
import { applyAllStep, applyStep, generateStep } from '../netplan/apply.ts';
import { type Change, type Impact, NO_IMPACT, predict, valueAction } from '../plan/change.ts';
import { valueAfter } from '../plan/dependency.ts';
import type { Plan } from '../plan/plan.ts';
import type { Probes } from '../plan/probe.ts';
import type { Step } from '../plan/step.ts';
import { pathState, type RestoredPath, restoration } from './restored-file.ts';

/** The links that a bridge of a run touched, with the files that describe them. */
export interface RestoredLinks {
  /** Of the bridge, for reports. */
  name: string;
  links: Readonly<Record<string, LinkState>>;
  files: readonly RestoredPath[];
}

type Links = RestoredLinks['links'];

export const restoredLinks = defineModule({
  name: 'bridge',
  selfContained: true,
  summary: 'Bring links back as they were before a run, with their netplan files',
  example: '',
  args: z.custom<RestoredLinks>(),
  resource: ({ name }) => `bridge ${name}`,
  observe: ({ links, files }) => {
    const all: Probes = {
      ...Object.fromEntries(Object.keys(links).map((link) => [`link ${link}`, linkAt(link)])),
      ...Object.fromEntries(files.map(({ path }) => [`file ${path}`, pathState(path)])),
    };
    return { ...all, ...selfPath, ports: bridgePorts };
  },
  plan: ({ links: before, files }, read): Plan => {
    const answers = read as Readonly<Record<string, unknown>>;
    const now = Object.fromEntries(
      Object.keys(before).map((link) => [link, answers[`link ${link}`] as LinkState]),
    );
    const paths = files.flatMap((file) => restoration(file, answers[`file ${file.path}`] as string));
    const lines = Object.keys(before).flatMap((name) => linesOf(name, now[name], before[name]));
    const all = [...paths, ...lines];
    const last = all.at(-1);
    if (!last) return { changes: [] };
    const isDescribed = files.some(({ path }) => path.startsWith('/etc/netplan/'));
    const predictions = Object.entries(before).map(([link, state]) => predict(linkAt(link), state));
    const after = valueAfter(routing, read.routing, predictions, linkDependencies);
    const blocked = selfRefusal(after, read);
    const touched = Object.keys(before).filter((link) => linesOf(link, now[link], before[link]).length > 0);
    const { bookkeeping: _, ...shown } = last;
    const closing: Change = {
      ...shown,
      impact: selfImpact({ links: touched, after }, read) ?? impactOf(touched, now, before),
      steps: [...last.steps, ...stepsTo(before, now, isDescribed)],
      predictions: [...last.predictions, ...predictions],
      ...(blocked !== undefined && { blocked }),
    };
    return {
      changes: [...all.slice(0, -1), closing],
      rollback: () => ({
        steps: [...(isDescribed ? [applyAllStep] : []), ...stepsTo(now, before, false)],
        boot: isDescribed ? [generateStep] : [],
        files: files.map(({ path }) => path),
        silence: LEASE_SECONDS,
      }),
    };
  },
});

/** A line for each difference of a link. */
function linesOf(name: string, now: LinkState | undefined, before: LinkState | undefined): Change[] {
  const about = {
    proof: 'observed',
    copies: ['kernel'],
    impact: NO_IMPACT,
    steps: [],
    predictions: [],
  } as const;
  if (!now || !before) return [];
  if (!before.exists)
    return now.exists
      ? [{ ...about, action: 'delete', what: `${kindOf(now)} ${name}`, before: 'present', after: null }]
      : [];
  return linkDifferences(kindOf(before), name, now, before)
    .filter(({ what }) => !what.startsWith('state of '))
    .map((one) => ({ ...about, action: valueAction(one.before, one.after), ...one }));
}

function kindOf(link: LinkState): 'bridge' | 'bond' | 'vlan' {
  if (!link.exists || link.bridge) return 'bridge';
  return link.vlan ? 'vlan' : 'bond';
}

/** A link that is taken out of a bridge or put elsewhere is out for a moment. */
function impactOf(touched: readonly string[], now: Links, before: Links): Impact {
  const moved = touched.filter((name) => {
    const [is, was] = [now[name], before[name]];
    return is?.exists && (!was?.exists || String(was.ports) !== String(is.ports));
  });
  if (moved.length > 0) return { disruption: 'link', note: `the ports of ${moved.join(', ')} change` };
  const lost = touched.filter((name) => now[name]?.exists);
  return lost.length > 0
    ? { disruption: 'service', note: `addresses, routes or parameters of ${lost.join(', ')} change` }
    : NO_IMPACT;
}

/**
 * What leads from the links as they are to how they are to be, once their files are back. What networkd has applied
 * decides before what is plugged by hand: it leaves a port that no file names any more where it is.
 */
function stepsTo(next: Links, now: Links, applies: boolean): Step[] {
  const names = Object.keys(next);
  const states = names.flatMap((name) => {
    const [is, to] = [now[name], next[name]];
    return is && to ? [{ name, is, to }] : [];
  });
  const portsOf = (link: LinkState) => (link.exists ? link.ports : []);
  const ports = states.flatMap(({ is, to }) => [...portsOf(is), ...portsOf(to)]);
  const gone = states.filter(({ is, to }) => is.exists && !to.exists);
  const staying = states.filter(({ is, to }) => is.exists && to.exists);
  return [
    ...gone.map(({ name, is }) => deleteStep(name, kindOf(is))),
    ...(applies ? [applyStep([...new Set([...names, ...ports])])] : []),
    ...staying.flatMap(({ name, is, to }) => [
      ...portsOf(is)
        .filter((port) => !portsOf(to).includes(port))
        .map((port) => unplugStep(name, port)),
      ...portsOf(to)
        .filter((port) => !portsOf(is).includes(port))
        .map((port) => plugStep(name, port)),
    ]),
    ...states.flatMap(({ name, is, to }) => {
      const known = new Map(kernelParameters((is.exists && is.bridge) || {}));
      return kernelParameters((to.exists && to.bridge) || {})
        .filter(([key, value]) => known.get(key) !== value)
        .map(([key, value]) => parameterStep(name, key, value));
    }),
    ...states.flatMap(({ name, to }) => (to.exists ? [mtuStep(name, to.mtu)] : [])),
    ...states.map(({ name, to }) => settleStep(name, to)),
  ];
}
