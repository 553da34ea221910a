import type { Event } from '../plan/run-event.ts';
import type { WaveTable } from './tables.ts';

type Row = Omit<WaveTable, 'run'>;

/** How far the waves of a run have come. */
export class WaveProgress {
  readonly #waves = new Map<string, Row>();
  /** Those that changed since they were handed out. */
  readonly #news = new Set<string>();

  /** Whether the event is about a wave. */
  take(event: Event): boolean {
    switch (event.type) {
      case 'rollout-planned':
        for (const [index, { hosts, what }] of event.waves.entries())
          this.#set(event.play, index + 1, { what, hosts: JSON.stringify(hosts) });
        return true;
      case 'wave-started':
        return this.#set(event.play, event.wave, { state: 'begun', hosts: JSON.stringify(event.hosts) });
      case 'wave-ended':
        return this.#set(event.play, event.wave, { state: 'ended', failed: JSON.stringify(event.failed) });
      case 'gate-started':
        return this.#set(event.play, event.wave, { state: 'gate', message: event.gate });
      case 'gate-ended':
        return this.#set(event.play, event.wave, event.passed ? { state: 'ended', message: null } : {});
      case 'rollout-stopped':
        return this.#set(event.play, event.wave, { state: 'stopped', message: event.why });
      default:
        return false;
    }
  }

  /** The rows of what changed since the last time. */
  rowsOf(run: number): WaveTable[] {
    const rows = [...this.#news].flatMap((key) => this.#waves.get(key) ?? []);
    this.#news.clear();
    return rows.map((row) => ({ run, ...row }));
  }

  /** Those rows could not be written: the next time they are among what changed. */
  again(rows: readonly WaveTable[]): void {
    for (const { play, wave } of rows) this.#news.add(keyOf(play, wave));
  }

  #set(play: string, wave: number, news: Partial<Row>): true {
    const key = keyOf(play, wave);
    const known = this.#waves.get(key) ?? { ...NEW, play, wave };
    this.#waves.set(key, { ...known, ...news });
    this.#news.add(key);
    return true;
  }
}

const keyOf = (play: string, wave: number) => JSON.stringify([play, wave]);

const NEW = { what: '', hosts: '[]', failed: '[]', state: 'waiting', message: null } as const;
