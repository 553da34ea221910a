import type { Gate, Wave } from '../../plan/rollout.ts';
import type { Event } from '../../plan/run-event.ts';

/** What was asked behind a wave. Times are ISO 8601, of the controller's clock. */
export interface GateRecord {
  gate: Gate;
  started: string;
  /** When it ends by itself. */
  until?: string;
  ended?: string;
  passed?: boolean;
  interrupted?: true;
  message?: string;
}

/** A wave of a play as it went; one that did not begin has no times. */
export interface WaveRecord extends Wave {
  started?: string;
  ended?: string;
  failed: readonly string[];
  gates: readonly GateRecord[];
}

/** A play that has waves. */
export interface RolloutRecord {
  play: string;
  waves: readonly WaveRecord[];
  /** What the play says of them, in its own words. */
  terms?: readonly string[];
  /** Behind which wave (the first one is 1) no further one began. */
  stopped?: { wave: number; why: string };
}

/** What a gate asks. */
export const ASKS: Readonly<Record<Gate, string>> = {
  verify: 'verify',
  soak: 'soak',
  drift: 'drift check',
  guests: 'guests',
  pause: 'pause',
};

/** How a gate did that did not pass: `gate failed: verify`. */
export function gateEnd({ gate, interrupted }: Pick<GateRecord, 'gate' | 'interrupted'>): string {
  return `gate ${interrupted ? 'interrupted' : 'failed'}: ${ASKS[gate]}`;
}

/** Listens to a run and keeps how its rollouts go. */
export class Rollouts {
  #all: RolloutRecord[] = [];
  #current: RolloutRecord | undefined;

  get all(): readonly RolloutRecord[] {
    return this.#all;
  }

  /** The one of which something was told last. */
  get current(): RolloutRecord | undefined {
    return this.#current;
  }

  tell(event: Event): void {
    const { time } = event;
    switch (event.type) {
      case 'rollout-planned':
        this.#current = {
          play: event.play,
          waves: event.waves.map((wave) => ({ ...wave, failed: [], gates: [] })),
          ...(event.terms && { terms: event.terms }),
        };
        this.#all.push(this.#current);
        return;
      case 'wave-started':
        this.#change(event, (wave) => ({ ...wave, hosts: event.hosts, started: time }));
        break;
      case 'wave-ended':
        this.#change(event, (wave) => ({ ...wave, failed: event.failed, ended: time }));
        break;
      case 'gate-started': {
        const { gate, until } = event;
        const begun = { gate, started: time, ...(until !== undefined && { until }) };
        this.#change(event, (wave) => ({ ...wave, gates: [...wave.gates, begun] }));
        break;
      }
      case 'gate-ended':
        this.#change(event, (wave) => ({ ...wave, gates: ended(wave.gates, event) }));
        break;
      case 'rollout-stopped': {
        const { wave, why } = event;
        this.#put(event.play, (rollout) => ({ ...rollout, stopped: { wave, why } }));
      }
    }
  }

  #change({ play, wave }: { play: string; wave: number }, change: (wave: WaveRecord) => WaveRecord): void {
    this.#put(play, (rollout) => ({
      ...rollout,
      waves: rollout.waves.map((one, index) => (index === wave - 1 ? change(one) : one)),
    }));
  }

  #put(play: string, change: (rollout: RolloutRecord) => RolloutRecord): void {
    const before = this.#all.find((one) => one.play === play);
    if (!before) return;
    this.#current = change(before);
    this.#all = this.#all.map((one) => (one === before && this.#current ? this.#current : one));
  }
}

function ended(gates: readonly GateRecord[], event: Event & { type: 'gate-ended' }): GateRecord[] {
  const { time, gate, passed, interrupted, message } = event;
  const last = gates.findLast((one) => one.gate === gate);
  const end = {
    ...{ ended: time, passed },
    ...(interrupted && { interrupted }),
    ...(message !== undefined && { message }),
  };
  return gates.map((one) => (one === last ? { ...one, ...end } : one));
}

/** What a wave is called: `wave 2 of 3 (5 %)`, `batch 2 of 4`. */
export function waveName({ waves }: RolloutRecord, wave: number): string {
  const what = waves[wave - 1]?.what ?? '';
  if (what.startsWith('batch ')) return what;
  return `wave ${wave} of ${waves.length}${what === '' ? '' : ` (${what})`}`;
}
