import { compareOrder, START } from '../../playbook/peers/order.ts';
import type { Answers, Peers } from '../../playbook/peers/peers.ts';
import type { Among, OnceEnd } from './among.ts';
import { Registered } from './registered.ts';
import { Throttles } from './throttles.ts';

/** Where a host is: in which play, and how far in it. */
interface Position {
  play: number;
  order: readonly number[];
}

/** A task that one host does for all that come to it. */
interface Meeting {
  play: number;
  here: Set<string>;
  doer?: string;
  end?: OnceEnd;
  ended: Promise<void>;
  done(end: OnceEnd): void;
}

function newMeeting(play: number): Meeting {
  let resolve = () => {};
  const ended = new Promise<void>((done) => {
    resolve = done;
  });
  const meeting: Meeting = {
    play,
    here: new Set(),
    ended,
    done: (end) => {
      meeting.end ??= end;
      resolve();
    },
  };
  return meeting;
}

/** What is known of all hosts while they go through the plays, be it in a forecast or for good. */
export class FleetState implements Peers {
  readonly #isForecast: boolean;
  readonly #registered = new Map<string, Registered>();
  readonly #begun = new Set<string>();
  /** The hosts that are on their way. */
  readonly #positions = new Map<string, Position>();
  readonly joinings: Peers['joinings'][number][] = [];
  /** Hosts that were added. */
  readonly #added = new Set<string>();
  readonly #endedPlays = new Set<number>();
  /** For each host the plays that had ended when it set out. */
  readonly #endedBefore = new Map<string, ReadonlySet<number>>();
  /** Plays whose hosts cannot follow each other. */
  readonly #together = new Set<number>();
  readonly #failed = new Set<string>();
  readonly #resting = new Set<string>();
  readonly #meetings = new Map<string, Meeting>();
  readonly #throttles = new Throttles();
  readonly #waiting = new Set<{ at: Position; go(): void }>();

  constructor(isForecast: boolean) {
    this.#isForecast = isForecast;
  }

  registered(host: string): Registered {
    const known = this.#registered.get(host) ?? new Registered();
    this.#registered.set(host, known);
    return known;
  }

  /** The same hosts, of which these set out for something beside the play: what they know and set is shared. */
  beside(hosts: Iterable<string>): FleetState {
    const state = new FleetState(this.#isForecast);
    for (const [host, own] of this.#registered) state.#registered.set(host, own);
    state.joinings.push(...this.joinings);
    for (const host of this.#failed) state.#failed.add(host);
    state.begin(hosts);
    return state;
  }

  /** A host in a play; `pause` waits for others. */
  among(host: string, play: number, pause: (until: Promise<void>) => Promise<void>, isLinear = false): Among {
    const others = async () => {
      const behind = this.#others(host);
      if (behind) await pause(behind);
    };
    return {
      registered: this.registered(host),
      registeredOf: (name) => this.registered(name),
      peers: this,
      isLinear,
      reached: async (order) => {
        this.#reached(host, { play, order });
        if (isLinear) await others();
      },
      others,
      throttled: (task, work) => (this.#isForecast ? work() : this.#throttles.use(task, work)),
      goTogether: () => this.#together.add(play),
      join: (group, parents) => {
        if (this.joinings.some((one) => one.host === host && one.group === group)) return false;
        this.joinings.push({ host, group, parents });
        return !this.#isForecast;
      },
      add: (name) => {
        const isNews = !this.#added.has(name);
        this.#added.add(name);
        return isNews && !this.#isForecast;
      },
      endPlay: () => this.#endedPlays.add(play),
      hasPlayEnded: () => this.#endedPlays.has(play),
      comesTooLate: () => this.#endedBefore.get(host)?.has(play) ?? false,
      fail: () => this.#failed.add(host),
      hasJoined: () => this.#added.size > 0 || this.joinings.some((one) => one.host === host),
      once: async ({ order, batch }) => {
        const meeting = this.#meeting({ play, order }, batch);
        meeting.here.add(host);
        await others();
        meeting.doer ??=
          batch.find(
            (name) => this.#resting.has(name) || (meeting.here.has(name) && this.#positions.has(name)),
          ) ?? host;
        if (this.#resting.has(meeting.doer)) meeting.done('finished');
        if (meeting.doer === host) return { isOwn: true, done: meeting.done };
        if (meeting.end === undefined) await pause(meeting.ended);
        const { doer, end = 'failed' } = meeting;
        return { isOwn: false, host: doer, registered: this.registered(doer), end };
      },
    };
  }

  /** Whether the hosts of a play must go through it at the same time. */
  goTogether(play: number): boolean {
    return this.#together.has(play);
  }

  /** The hosts that do something for all hosts of a play. */
  doers(play: number): string[] {
    return [...this.#meetings.values()].flatMap((one) => (one.play === play ? (one.doer ?? []) : []));
  }

  hasFailed(host: string): boolean {
    return this.#failed.has(host);
  }

  answers(host: string): Answers | 'later' | undefined {
    const known = this.#registered.get(host);
    return known ? known.answers : this.#isForecast ? 'later' : undefined;
  }

  /** A host has nothing to do: what it answered in the forecast stays true. */
  rest(host: string, forecast: FleetState): void {
    this.#registered.set(host, forecast.registered(host));
    this.#resting.add(host);
    this.left(host);
  }

  /** These hosts set out, all at once; in a forecast each does so once. */
  begin(hosts: Iterable<string>): void {
    for (const host of hosts) {
      if (this.#isForecast && this.#begun.has(host)) continue;
      this.#begun.add(host);
      this.registered(host);
      if (this.#endedPlays.size > 0) this.#endedBefore.set(host, new Set(this.#endedPlays));
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

  #meeting({ play, order }: Position, [first = '']: readonly string[]): Meeting {
    const key = `${play} ${first} ${order.join('.')}`;
    const known = this.#meetings.get(key) ?? newMeeting(play);
    this.#meetings.set(key, known);
    return known;
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
