import { linkAt } from '../bridge/kernel/probes.ts';
import type { KeptKind, KeptTask } from '../engine/kept/kept-record.ts';
import { unpacked } from '../engine/kept/kept-record.ts';
import { unitAt } from '../host/unit.ts';
import { guestAt } from '../libvirt/guest/guest-state.ts';
import { networkAt } from '../libvirt/observe/network-state.ts';
import type { Probe } from '../plan/probe.ts';

const PROBES = { network: networkAt, guest: guestAt, link: linkAt, unit: unitAt } as const;

type Value<K extends KeptKind> = ReturnType<(typeof PROBES)[K]> extends Probe<infer T> ? T : never;

/** Something that a run changed, as it was before. */
export type KeptState = { [K in KeptKind]: { kind: K; name: string; before: Value<K> } }[KeptKind];

/** The probe that reads the same now. */
export function probeOf({ kind, name }: { kind: KeptKind; name: string }): Probe {
  return PROBES[kind](name) as Probe;
}

/** What is kept first of each; what cannot be read counts as not kept. */
export function statesIn({ kept }: KeptTask): KeptState[] {
  return kept.flatMap(({ kind, name, answers }) => {
    if (answers.length === 0) return [];
    try {
      return [{ kind, name, before: PROBES[kind](name).parse(unpacked(answers)) } as KeptState];
    } catch {
      return [];
    }
  });
}
