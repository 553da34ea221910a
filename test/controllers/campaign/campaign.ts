import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openHistory } from '../../../src/history/history.ts';
import { lab } from '../../lab/lab.ts';
import { account, type Due, openAlarms } from './account.ts';
import type { Fault, Running } from './faults.ts';
import type { QueueKind } from './queue-server.ts';
import { Services } from './services.ts';
import {
  applyLook,
  layRegions,
  makeProject,
  OVERLAP,
  REGIONS,
  removeRegions,
  startServer,
  startWorker,
  WRITES,
} from './stage.ts';

interface Setting {
  folder: string;
  hosts: number;
  queue: QueueKind;
  say: (text: string) => void;
}

/** What the processors of this machine did since it began: milliseconds. */
function times(): { idle: number; all: number } {
  const spent = cpus().map((one) => one.times);
  const all = spent.flatMap(({ user, nice, sys, irq, idle }) => [user, nice, sys, irq, idle]);
  const sum = (some: readonly number[]) => some.reduce((before, one) => before + one, 0);
  return { idle: sum(spent.map(({ idle }) => idle)), all: sum(all) };
}

/** Controllers of a fleet of names, from their start to their account. */
export class Campaign {
  readonly #setting: Setting;
  readonly #services: Services;
  #running: Running | undefined;
  #before = times();

  constructor(setting: Setting) {
    this.#setting = setting;
    this.#services = new Services(setting.folder, setting.queue);
  }

  async begin(): Promise<void> {
    const { folder, hosts, queue, say } = this.#setting;
    await lab.up({ hosts: 2, releases: ['trixie'], log: say });
    await removeRegions();
    await layRegions();
    await this.#services.makeDatabase();
    await this.#services.startQueue();
    const url =
      queue === 'postgres' ? Services.database.replace('@', `:${Services.password}@`) : Services.redis;
    makeProject(folder, { hosts, queue: url });
    await applyLook(folder);
    const server = startServer(folder);
    // It makes the tables.
    await sleep(3_000);
    const workers = {
      a: startWorker(folder, 'a', { name: 'a' }),
      b: startWorker(folder, 'b', { name: 'b' }),
    };
    this.#before = times();
    this.#running = { folder, services: this.#services, server, workers };
  }

  async suffer({ name, work }: Fault): Promise<void> {
    if (!this.#running) throw new Error('nothing runs');
    this.#setting.say(`fault: ${name} (load ${loadavg()[0]?.toFixed(1)})`);
    await work(this.#running);
  }

  rest(ms: number): Promise<void> {
    return sleep(ms);
  }

  /** Waits until nothing is open, and says what became of all. Resolves to whether all is right. */
  async judge(): Promise<boolean> {
    const { folder, hosts, say } = this.#setting;
    // From here on nothing more is due, and what is open ends or is given up.
    await sleep(60_000 - (Date.now() % 60_000) - 2_000);
    const history = await openHistory(this.#services.place);
    try {
      await history.updateTable('dues').set({ decided: '2099-01-01T00:00:00.000Z' }).execute();
      const open = () =>
        history.selectFrom('jobs').select('id').where('state', 'in', ['queued', 'running']).execute();
      while ((await open()).length > 0) await sleep(1_000);
      await sleep(5_000);
      const names = Array.from({ length: hosts }, (_, index) => `h${String(index + 1).padStart(4, '0')}`);
      const expected = new Map<string, Due>(
        REGIONS.flatMap((region, at): [string, Due][] => [
          [
            `look in ${region}`,
            { every: 60_000, hosts: names.filter((_, index) => index % REGIONS.length === at) },
          ],
          [`write in ${region}`, { every: 120_000, hosts: [`w-${region}`] }],
          [`find in ${region}`, { every: 120_000, hosts: [`w-${region}`] }],
        ]),
      );
      const notified = join(folder, 'notified');
      const { checked, without, again, wrong } = await account(history, expected, notified);
      const states = await history
        .selectFrom('job_hosts')
        .select(({ fn }) => ['state', fn.countAll().as('count')])
        .groupBy('state')
        .execute();
      const alarms = [...openAlarms(notified)].map(([name, times]) => `${name} ${times.length}`);
      const [overlaps, writes] = [await this.#linesOf(OVERLAP), await this.#linesOf(WRITES)];
      say(`checked: ${checked} (${states.map(({ state, count }) => `${count} ${state}`).join(', ')})`);
      say(`without a result, alarmed: ${JSON.stringify(without)}`);
      say(`jobs begun more than once: ${again}; alarms: ${alarms.join(', ') || 'none'}`);
      const now = times();
      const busy = 1 - (now.idle - this.#before.idle) / (now.all - this.#before.all);
      say(`processors: ${cpus().length}, busy ${(busy * 100).toFixed(0)} % of the time`);
      say(`writes: ${writes}, by two at once: ${overlaps}`);
      for (const one of wrong) say(`WRONG: ${one}`);
      return wrong.length === 0 && overlaps === 0 && checked > 0 && writes > 0;
    } finally {
      await history.destroy();
    }
  }

  async end(): Promise<void> {
    if (this.#running) {
      const { server, workers } = this.#running;
      await Promise.all([server, workers.a, workers.b].map((one) => one.kill('SIGTERM')));
    }
    await this.#services.stop();
    await removeRegions();
    await lab.down();
  }

  async #linesOf(path: string): Promise<number> {
    const counts = await Promise.all(
      lab.hosts().map(async ({ name }) => (await lab.onHost(name, `cat ${path} 2>/dev/null | wc -l`)).stdout),
    );
    return counts.reduce((sum, count) => sum + Number(count), 0);
  }
}
