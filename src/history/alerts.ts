import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import type { History } from './history.ts';
import { patiently, within } from './patience.ts';
import { text } from './storable.ts';
import type { Tables } from './tables.ts';
import { chunks } from './write.ts';

/** Something that is wrong, as it was reported to somebody last. */
export interface Alert {
  host: string;
  /** Such as `network default`; empty where it is the host itself. */
  resource: string;
  /** The difference; empty where it is the host or resource as a whole. */
  what: string;
  /** Why it differs, or what is wrong with the host. */
  state: string;
  /** The difference as one line. */
  text: string;
  /** When it was reported (ISO 8601). */
  since: string;
}

/** Milliseconds after which somebody who reports and gives no sign is taken for dead. */
const LEASE = 150_000;
/** Milliseconds between two looks whether somebody else is done. */
const PAUSE = 250;

/** What a receiver knows, and how many reports it got. */
export interface Known {
  alerts: readonly Alert[];
  reports: number;
}

/**
 * Holds a receiver for itself while `work` reports to it: two checks at once never report the same. `work` gets what the
 * receiver knows and resolves to what it knows then; nothing is kept when it rejects.
 */
export async function informed(
  history: History,
  receiver: string,
  work: (known: Known) => Promise<{ alerts: readonly Alert[]; isReported: boolean }>,
): Promise<void> {
  const holder = randomUUID();
  await claim(history, receiver, holder);
  try {
    const known = await knownTo(history, receiver);
    const { alerts, isReported } = await work(known);
    await keep(history, { receiver, holder }, alerts, isReported);
  } catch (error) {
    await within(release(history, receiver, holder)).catch(() => {});
    throw error;
  }
}

async function claim(history: History, receiver: string, holder: string): Promise<void> {
  const end = Date.now() + LEASE;
  const work = () => history.transaction().execute((transaction) => claimed(transaction, receiver, holder));
  while (!(await within(patiently(work)))) {
    if (Date.now() > end) throw new Error('Another check reports to the same receiver and does not end.');
    await sleep(PAUSE);
  }
}

/** Nobody has it for longer than `LEASE`, as far as clocks agree: who says so is not there. */
async function claimed(history: Transaction<Tables>, receiver: string, holder: string): Promise<boolean> {
  const now = Date.now();
  await history
    .insertInto('receivers')
    .values({ receiver, holder: null, until: 0, reports: 0 })
    .onConflict((conflict) => conflict.column('receiver').doNothing())
    .execute();
  const { numUpdatedRows } = await history
    .updateTable('receivers')
    .set({ holder, until: now + LEASE })
    .where('receiver', '=', receiver)
    .where(({ or, eb }) =>
      or([eb('holder', 'is', null), eb('until', '<', now), eb('until', '>', now + 2 * LEASE)]),
    )
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function knownTo(history: History, receiver: string): Promise<Known> {
  const { reports } = await within(
    history
      .selectFrom('receivers')
      .select('reports')
      .where('receiver', '=', receiver)
      .executeTakeFirstOrThrow(),
  );
  const alerts = await within(
    history
      .selectFrom('alerts')
      .select(['host', 'resource', 'what', 'state', 'text', 'since'])
      .where('receiver', '=', receiver)
      .orderBy('host')
      .orderBy('resource')
      .orderBy('what')
      .execute(),
  );
  return { alerts, reports };
}

/** Whoever lost the receiver to somebody else keeps nothing. */
async function keep(
  history: History,
  { receiver, holder }: { receiver: string; holder: string },
  alerts: readonly Alert[],
  isReported: boolean,
): Promise<void> {
  const rows = alerts.map((alert) => ({ receiver, ...alert, text: text(alert.text) }));
  const write = () =>
    history.transaction().execute(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('receivers')
        .set(({ eb }) => ({ holder: null, until: 0, reports: eb('reports', '+', Number(isReported)) }))
        .where('receiver', '=', receiver)
        .where('holder', '=', holder)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) return;
      await transaction.deleteFrom('alerts').where('receiver', '=', receiver).execute();
      for (const some of chunks(rows)) await transaction.insertInto('alerts').values(some).execute();
    });
  await within(patiently(write));
}

async function release(history: History, receiver: string, holder: string): Promise<void> {
  await patiently(() =>
    history
      .transaction()
      .execute((transaction) =>
        transaction
          .updateTable('receivers')
          .set({ holder: null, until: 0 })
          .where('receiver', '=', receiver)
          .where('holder', '=', holder)
          .execute(),
      ),
  );
}
