import { type Place, type Problem, ProblemError } from '../problem.ts';
import { placeWithin } from './place.ts';

/** A problem that knows where it is within a text; who knows where the text stands makes a place of it. */
export type Fault = Span & Omit<Problem, 'place'>;

/** Carries what is wrong with a text. */
export class FaultError extends Error {
  readonly problems: readonly Fault[];

  constructor(problems: readonly Fault[]) {
    super(problems.map(({ detail }) => detail).join('\n'));
    this.problems = problems;
  }
}

/** Runs `work` on a part of a text that begins at `offset`. */
export function shifted<T>(offset: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    throw new FaultError(
      error.problems.map((fault) => ({ ...fault, start: fault.start + offset, end: fault.end + offset })),
    );
  }
}

/** Runs `work` on a text that stands at `place`; what is wrong becomes Problems with their places. */
export function located<T>(text: string, place: Place | undefined, work: () => T): T {
  return placed((start, end) => place && placeWithin(place, text, start, end), work);
}

/** Runs `work`; what is wrong with its text becomes Problems at the places that `placeAt` gives. */
export function placed<T>(placeAt: (start: number, end: number) => Place | undefined, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    throw new ProblemError(
      error.problems.map(({ start, end, ...problem }) => {
        const place = placeAt(start, end);
        return { ...problem, ...(place && { place }) };
      }),
    );
  }
}

/** A part of an expression, as offsets. */
export interface Span {
  start: number;
  end: number;
}
