import { compareOrder, START } from '../../playbook/peers/order.ts';
import type { Answers, Peers } from '../../playbook/peers/peers.ts';
import type { Among } from './among.ts';
import { Registered } from './registered.ts';

/** Where a host is: in which play, and how far in it. */
interface Position {
  play: number;
  order: readonly number[];
}

/** What is known of all hosts while they go through the plays, be it in a forecast or for good. */
export class FleetState implements Peers {
  readonly #isForecast: boolean;
  readonly #registered = new Map<string, Registered>();
  /** The hosts that are on their way. */
  readonly #positions = new Map<string, Position>();
  readonly #waiting = new Set<{ at: Position; go(): void }>();

  constructor(isForecast: boolean) {
    this.#isForecast = isForecast;
  }

  registered(host: string): Registered {
    const known = this.#registered.get(host) ?? new Registered();
    this.#registered.set(host, known);
    return known;
  }

  /** A host in a play; `pause` waits for others. */
  among(host: string, play: number, pause: (until: Promise<void>) => Promise<void>): Among {
    return {
      registered: this.registered(host),
      peers: this,
      reached: (order) => this.#reached(host, { play, order }),
      others: async () => {
        const others = this.#others(host);
        if (others) await pause(others);
      },
    };
  }

  answers(host: string): Answers | 'later' | undefined {
    const known = this.#registered.get(host);
    return known ? known.answers : this.#isForecast ? 'later' : undefined;
  }

  /** These hosts set out, all at once; in a forecast each does so once. */
  begin(hosts: Iterable<string>): void {
    for (const host of hosts) {
      if (this.#isForecast && this.#registered.has(host)) continue;
      this.registered(host);
      this.#positions.set(host, { play: -1, order: START });
    }
  }

  /** A host has come to a task. */
  #reached(host: string, at: Position): void {
    if (!this.#positions.has(host)) return;
    this.#positions.set(host, at);
    this.#wake();
  }

  /** A host has come to an end, whatever that is. */
  left(host: string): void {
    this.#positions.delete(host);
    this.#wake();
  }

  /** Resolves when all hosts that are on their way have come as far as this one; undefined where they have already. */
  #others(host: string): Promise<void> | undefined {
    const at = this.#positions.get(host);
    if (!at || this.#areBehind(at).length === 0) return undefined;
    return new Promise((go) => this.#waiting.add({ at, go }));
  }

  #areBehind(at: Position): string[] {
    return [...this.#positions].flatMap(([host, own]) => (compare(own, at) < 0 ? [host] : []));
  }

  #wake(): void {
    if (this.#waiting.size === 0) return;
    const least = [...this.#positions.values()].reduce<Position | undefined>(
      (first, one) => (first && compare(first, one) <= 0 ? first : one),
      undefined,
    );
    for (const waiting of this.#waiting) {
      if (least && compare(waiting.at, least) > 0) continue;
      this.#waiting.delete(waiting);
      waiting.go();
    }
  }
}

function compare(one: Position, other: Position): number {
  return one.play - other.play || compareOrder(one.order, other.order);
}
