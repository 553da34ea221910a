import type { FaultName } from './faults.ts';
import type { Site } from './parts/index.ts';

/** Some parts of some hosts become something else. */
export type Edits = Readonly<Record<string, Site>>;

/** When something happens to a run. */
export interface Moment {
  /** The client has begun; it writes to the host; a unit of the host works by itself. */
  when: 'begun' | 'writing' | 'detached';
  /** Milliseconds behind that. */
  delay: number;
}

/** Something that happens while a run goes on. */
export interface Struck {
  fault: FaultName;
  /** On which hosts; of what befalls the client, all. */
  hosts: readonly string[];
  moment: Moment;
  /** What another operator wants at the same time. */
  edits?: Edits;
}

/**
 * One step of a soak, as data. A step says what its hosts are to be from then on, and not what they were before: each
 * means something without the others, so that any of them can be left out when a failure is made shorter.
 */
export type Step =
  | { do: 'change'; edits: Edits; struck?: Struck; resume?: boolean }
  /** The last step is rolled back, if it was a change that nothing struck. */
  | { do: 'rollback' }
  /** A change after which nobody finds the host: it is taken back. */
  | { do: 'lockout'; hosts: readonly string[] }
  /** Somebody changes hosts by hand, by the names of `INJURIES`. */
  | { do: 'drift'; injuries: Readonly<Record<string, readonly string[]>> };

/** Sites behind edits. */
export function edited(sites: ReadonlyMap<string, Site>, edits: Edits): Map<string, Site> {
  return new Map([...sites].map(([host, site]) => [host, { ...site, ...edits[host] }]));
}

/** A step on one line, for whoever watches. */
export function told(step: Step): string {
  if (step.do === 'rollback') return 'rollback';
  if (step.do === 'lockout') return `lockout of ${step.hosts.join(', ')}`;
  if (step.do === 'drift')
    return `drift: ${Object.entries(step.injuries)
      .filter(([, names]) => names.length > 0)
      .map(([host, names]) => `${host} ${names.join(', ')}`)
      .join('; ')}`;
  const { struck } = step;
  const during = struck
    ? `, ${struck.fault} on ${struck.hosts.join(', ')} ${struck.moment.delay} ms after ${struck.moment.when}`
    : '';
  return `change ${toldEdits(step.edits)}${during}${struck?.edits ? ` (${toldEdits(struck.edits)})` : ''}`;
}

function toldEdits(edits: Edits): string {
  const hosts = Object.entries(edits).map(([host, site]) => {
    const parts = Object.entries(site).map(([part, value]) => `${part}=${value}`);
    return `${host} ${parts.join(', ')}`;
  });
  return hosts.join('; ');
}
