import { type Answer, attempted, type Probe } from './probe.ts';

/** What a host answered, or why it did not: what is broken keeps nobody from looking at the rest. */
export type Tried<T> = { value: T } | { why: string };

/** A probe whose failure is an answer, too. */
export function tried<T>(probe: Probe<T>): Probe<Tried<T>> {
  const parse = (answers: readonly Answer[]) => ({ value: probe.parse(answers) });
  return attempted({ ...probe, key: `tried: ${probe.key}`, parse }, (why) => ({ why }));
}

/** The value, or what stands for it. */
export function orElse<T>(answer: Tried<T>, otherwise: T): T {
  return 'value' in answer ? answer.value : otherwise;
}
