import { type HostReadings, READINGS } from '../../doctor/host-readings.ts';
import { questionsOf } from '../../doctor/questions.ts';
import type { AskedFor } from '../../doctor/subjects.ts';
import type { Observations } from '../../engine/script/observations.ts';
import { type Inspected, type InspectRequest, inspectInRounds } from '../../inspect.ts';
import type { Interrupts } from '../../plan/interrupts.ts';
import type { Current } from '../../plan/probe.ts';

/** Answers of others than the host are no part of a snapshot: they are of the moment. */
const UNASKED = 'a snapshot asks nobody';

/** Reads hosts, then asks each what follows from what it has; `listen` is for how many seconds. */
export function readFleet(
  pattern: string,
  { name, listen }: AskedFor & { listen: number },
  request: InspectRequest,
  interrupts: Interrupts,
): Promise<Inspected<HostReadings>> {
  const all = Object.values(READINGS);
  const read = (known: Observations) => known.values(READINGS) as Current<typeof READINGS>;
  const isKept = request.connection.snapshot !== undefined;
  const further = (known: Observations) => (isKept ? {} : questionsOf(read(known), { name }, listen));
  const questions = [
    () => all,
    (known: Observations) => (known.missing(all).length === 0 ? Object.values(further(known)) : []),
  ];
  const answer = (known: Observations): HostReadings => ({
    ...read(known),
    ...known.values(further(known)),
    ...(isKept && { unasked: UNASKED }),
  });
  return inspectInRounds(pattern, { questions, answer }, request, interrupts);
}
