import type { Event, Listener } from '../../plan/run-event.ts';
import { counted, listed, ranges } from '../fold.ts';
import { printable } from '../printable.ts';
import { ASKS, type RolloutRecord, waveName } from '../rollout/rollouts.ts';
import { clock } from '../when.ts';
import { FleetState, MARKS } from './fleet-state.ts';

/** Columns for the names of hosts in a line. */
const NAMES = 60;

/** Writes a line for each change of state of a rollout, where no view can be drawn. A run without waves has none. */
export function stateListener(write: (text: string) => void): Listener {
  const state = new FleetState();
  return (event) => {
    state.tell(event, Date.parse(event.time));
    const { current } = state.rollouts;
    const said = current && stateText(event, current, state);
    if (said) write(`${clock(event.time)} ${printable(current.play)}: ${said}\n`);
  };
}

function stateText(event: Event, rollout: RolloutRecord, { marks }: FleetState): string | undefined {
  switch (event.type) {
    case 'rollout-planned':
      return `${counted(event.waves.length, 'wave')} of ${counted(event.waves.flatMap(({ hosts }) => hosts).length, 'host')}`;
    case 'wave-started':
      return `${waveName(rollout, event.wave)} begins: ${listed(ranges(event.hosts), NAMES)}`;
    case 'wave-ended': {
      const hosts = rollout.waves[event.wave - 1]?.hosts ?? [];
      const stands = MARKS.flatMap((mark) => {
        const count = hosts.filter((host) => marks.get(host) === mark).length;
        return count > 0 ? [`, ${count} ${mark}`] : [];
      });
      return `${waveName(rollout, event.wave)} ended: ${counted(hosts.length, 'host')}${stands.join('')}`;
    }
    case 'gate-started':
      return `gate: ${ASKS[event.gate]}${event.until === undefined ? '' : ` until ${clock(event.until)}`}`;
    case 'gate-ended': {
      const why = event.message === undefined ? '' : `: ${printable(event.message)}`;
      return `gate ${event.passed ? 'passed' : 'failed'}: ${ASKS[event.gate]}${why}`;
    }
    case 'rollout-stopped':
      return `stopped after ${waveName(rollout, event.wave)}: ${printable(event.why)}`;
    default:
      return undefined;
  }
}
