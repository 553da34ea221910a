import { stops } from '../../plan/outcome.ts';
import type { Gate } from '../../plan/rollout.ts';
import type { Event, Listener } from '../../plan/run-event.ts';
import { counted, listed, ranges } from '../fold.ts';
import { printable } from '../printable.ts';
import { ASKS, gateEnd, type RolloutRecord, Rollouts, waveName } from '../rollout/rollouts.ts';
import { clock } from '../when.ts';

/** Columns for the names of hosts in a line. */
const NAMES = 60;

/**
 * Writes a line for each change of state of a rollout, where no view can be drawn. A run without waves has none. Gates
 * that ended at once share a line: what they wait for until they end is told before.
 */
export function stateListener(write: (text: string) => void): Listener {
  const rollouts = new Rollouts();
  const wave = new WaveCounts();
  let passed: Gate[] = [];
  return (event) => {
    rollouts.tell(event);
    wave.tell(event);
    const { current } = rollouts;
    if (!current) return;
    const say = (text: string) => write(`${clock(event.time)} ${printable(current.play)}: ${text}\n`);
    if (event.type === 'gate-ended' && event.passed && event.message === undefined) {
      passed.push(event.gate);
      return;
    }
    const said = stateText(event, current, wave);
    if (said === undefined && event.type !== 'run-ended') return;
    if (passed.length > 0) say(`gates passed: ${passed.map((gate) => ASKS[gate]).join(', ')}`);
    passed = [];
    if (said !== undefined) say(said);
  };
}

/** What became of the hosts of the wave that goes on; counted as at the end of the run, where a host may be of both. */
class WaveCounts {
  #hosts: ReadonlySet<string> = new Set();
  readonly #changed = new Set<string>();
  readonly #stopped = new Map<string, 'failed' | 'unreachable'>();

  tell(event: Event): void {
    if (event.type === 'wave-started') {
      this.#hosts = new Set(event.hosts);
      for (const known of [this.#changed, this.#stopped]) known.clear();
    }
    if (event.type !== 'task-ended' || !this.#hosts.has(event.record.host)) return;
    const { host, status } = event.record;
    if (status === 'changed') this.#changed.add(host);
    if (stops(event.record)) this.#stopped.set(host, status === 'unreachable' ? status : 'failed');
  }

  /** `3 hosts, 2 changed, 1 failed`. */
  get text(): string {
    const stopped = [...this.#stopped.values()];
    const counts = [
      [this.#changed.size, 'changed'],
      ...(['failed', 'unreachable'] as const).map((how) => [
        stopped.filter((one) => one === how).length,
        how,
      ]),
    ] as const;
    const said = counts.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`]));
    return [counted(this.#hosts.size, 'host'), ...said].join(', ');
  }
}

function stateText(event: Event, rollout: RolloutRecord, wave: WaveCounts): string | undefined {
  switch (event.type) {
    case 'rollout-planned':
      return `${counted(event.waves.length, 'wave')} of ${counted(event.waves.flatMap(({ hosts }) => hosts).length, 'host')}`;
    case 'wave-started':
      return `${waveName(rollout, event.wave)} begins: ${listed(ranges(event.hosts), NAMES)}`;
    case 'wave-ended':
      return `${waveName(rollout, event.wave)} ended: ${wave.text}`;
    case 'gate-started':
      if (event.gate !== 'pause' && event.until === undefined) return undefined;
      return `gate: ${ASKS[event.gate]}${event.until === undefined ? '' : ` until ${clock(event.until)}`}`;
    case 'gate-ended': {
      const { message, interrupted } = event;
      const why = message === undefined || interrupted ? '' : `: ${printable(message)}`;
      return `${event.passed ? `gate passed by the other hosts: ${ASKS[event.gate]}` : gateEnd(event)}${why}`;
    }
    case 'rollout-stopped':
      return `stopped after ${waveName(rollout, event.wave)}: ${printable(event.why)}`;
    default:
      return undefined;
  }
}
