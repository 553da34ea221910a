import { type Probe, ProbeError } from '../../plan/probe.ts';

/** What a host answered, or why it did not: what is broken must not keep the doctor from looking at the rest. */
export type Tried<T> = { value: T } | { why: string };

/** A probe whose failure is an answer, too. It is asked by a script: what virsh cannot read at all has no answer. */
export function tried<T>(probe: Probe<T>): Probe<Tried<T>> {
  return {
    ...probe,
    key: `tried: ${probe.key}`,
    parse: (answers) => {
      try {
        return { value: probe.parse(answers) };
      } catch (error) {
        if (error instanceof ProbeError) return { why: error.message };
        throw error;
      }
    },
  };
}

/** The value, or what stands for it. */
export function orElse<T>(answer: Tried<T>, otherwise: T): T {
  return 'value' in answer ? answer.value : otherwise;
}
