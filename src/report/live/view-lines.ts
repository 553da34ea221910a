import { counted } from '../fold.ts';
import { columns, printable } from '../printable.ts';
import { ASKS, type GateRecord, type RolloutRecord, waveName } from '../rollout/rollouts.ts';
import { clock, lasting } from '../when.ts';
import { leftOfHosts, leftOfWaves } from './expected-end.ts';
import { type FleetState, MARKS } from './fleet-state.ts';

export interface ViewOptions {
  /** Hosts that are named. */
  named: readonly string[];
  /** Hosts contacted at the same time. */
  forks: number;
  /** Columns that a line may have. */
  width: number;
  /** Milliseconds since 1970. */
  now: number;
}

/** Columns for the name of a play. */
const PLAY = 30;

/** Where the run stands: the wave, the counts, the hosts that are named, and what is asked of the wave. */
export function viewLines(state: FleetState, options: ViewOptions): string[] {
  const { named, width, now } = options;
  const rollout = state.rollouts.current;
  const time = timeOf(state, options);
  const head = rollout
    ? [`${clipped(printable(rollout.play), PLAY)}: ${standing(rollout, state)}; ${time}`, counts(state)]
    : [`${counts(state)}; ${time}`];
  const gate = gateOf(rollout);
  return [
    ...head.map((line) => clipped(line, width)),
    ...hostLines(state, named, options),
    ...(gate ? [clipped(gateLine(gate, now), width)] : []),
  ];
}

function standing(rollout: RolloutRecord, { doneInWave }: FleetState): string {
  const { waves, stopped } = rollout;
  const begun = waves.filter(({ started }) => started !== undefined).length;
  const wave = waves[begun - 1];
  if (stopped) return `stopped after ${waveName(rollout, stopped.wave)}`;
  if (!wave) return `${counted(waves.length, 'wave')} planned`;
  const name = waveName(rollout, begun);
  return wave.ended === undefined
    ? `${name}, ${doneInWave.size} of ${counted(wave.hosts.length, 'host')} done`
    : `${name} done`;
}

/** `31 of 60 hosts done, 3 working, 26 waiting; 12 changed, 1 failed`. */
function counts({ total, done, working, marks, mode }: FleetState): string {
  const waiting = total - done.size - working.size;
  const all = [...marks.values()];
  const stands = MARKS.flatMap((mark) => {
    const count = all.filter((one) => one === mark).length;
    const word = mark === 'changed' && mode !== 'apply' ? 'would change' : mark;
    return count > 0 ? [`${count} ${word}`] : [];
  });
  const where = [
    `${done.size} of ${counted(total, 'host')} done`,
    ...(working.size > 0 ? [`${working.size} working`] : []),
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
  ];
  return [where, stands].flatMap((part) => (part.length > 0 ? [part.join(', ')] : [])).join('; ');
}

/** How long it goes on, and how much longer where that can be said: of the last play, by its waves or its hosts. */
function timeOf({ started, total, done, plays, rollouts }: FleetState, { forks, now }: ViewOptions): string {
  const { current } = rollouts;
  const elapsed = now - started;
  const left = current
    ? current.play === plays.at(-1) && !current.stopped
      ? leftOfWaves({ waves: current.waves, forks, now })
      : undefined
    : leftOfHosts({ done: done.size, total, forks, elapsed });
  return `${lasting(elapsed)}${left === undefined ? '' : `, ${about(left)} left`}`;
}

/** No more exact than it is known. */
function about(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'less than a minute';
  return `about ${minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`}`;
}

function hostLines({ working }: FleetState, named: readonly string[], { width, now }: ViewOptions): string[] {
  const room = Math.max(0, ...named.map((host) => columns(printable(host))));
  return named.flatMap((host) => {
    const at = working.get(host);
    if (!at) return [];
    const name = printable(host);
    const start = `  ${name}${' '.repeat(room - columns(name))}  `;
    const time = `  ${lasting(now - at.since)}`;
    const doing = clipped(printable(at.doing), Math.max(0, width - columns(start) - columns(time)));
    return [clipped(`${start}${doing}${time}`, width)];
  });
}

/** The gate that is open. */
function gateOf(rollout: RolloutRecord | undefined): GateRecord | undefined {
  const gate = rollout?.waves.findLast(({ gates }) => gates.length > 0)?.gates.at(-1);
  return gate?.ended === undefined ? gate : undefined;
}

function gateLine({ gate, started, until }: GateRecord, now: number): string {
  const time =
    until === undefined
      ? `, ${lasting(now - Date.parse(started))}`
      : ` until ${clock(until)}, ${lasting(Date.parse(until) - now)} left`;
  return `gate: ${ASKS[gate]}${time}`;
}

/** At most so many columns of a text; what does not fit is an ellipsis. */
function clipped(text: string, room: number): string {
  if (columns(text) <= room) return text;
  const characters = [...text];
  while (characters.length > 0 && columns(characters.join('')) > room - 1) characters.pop();
  return room < 1 ? '' : `${characters.join('').trimEnd()}…`;
}
