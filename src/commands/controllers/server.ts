import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '../../controllers/database.ts';
import { Presence } from '../../controllers/presence.ts';
import { openQueue } from '../../controllers/queue.ts';
import { queueAddress } from '../../controllers/queue-address.ts';
import { ProblemError } from '../../problem.ts';
import { counted } from '../../report/fold.ts';
import { listenFault } from '../../serve/listen-fault.ts';
import { listening, pageServer } from '../../serve/server.ts';
import type { Io } from '../command.ts';
import { UsageError } from '../declaration/option.ts';
import { receiversOf } from '../execution/notifying.ts';
import { listenAddress } from '../report/listen-address.ts';
import { readToken, tokenMissing } from '../report/token.ts';
import { sayFaults } from '../schedule/prepared.ts';
import { Complaints, sayingOn } from './complaints.ts';
import { controllerSite } from './site.ts';
import { type ServerOptions, sharedSchedule, surroundingsOf } from './surroundings.ts';
import { tick, tidy } from './tick.ts';
import { Watch } from './watch.ts';

/** Milliseconds between two looks at what is due. */
const TICK = 2_000;
const HOUR = 3_600_000;

/** Hands out checks and shows what became of them, until SIGTERM. Throws UsageError and ProblemError. */
export async function serveControllers(options: ServerOptions, io: Io): Promise<number> {
  const { file, schedule: first, place, queue: url } = surroundingsOf(options, io);
  const receivers = receiversOf(options, place, io.local.env);
  const at = await listenAddress(options.listen);
  const token = options.tokenFile === undefined ? undefined : readToken(options.tokenFile);
  if (token === undefined && !at.isLoopback)
    throw new ProblemError([tokenMissing(options.listen ?? at.host)]);
  const say = sayingOn(io);
  const complaints = new Complaints(say);
  const database = new Database(place);
  const queue = await openQueue({
    ...{ url, project: first.project },
    tell: (fault) => complaints.about('the queue', fault),
  });
  let schedule = first;
  const presence = new Presence();
  const address = queueAddress(url);
  const watch = new Watch({ file, project: first.project, place, receivers, say }, io);
  const site = controllerSite({ database, queue, watch, schedule: () => schedule }, io.version);
  const server = pageServer(site, token === undefined ? 'loopback' : { token });
  try {
    const port = await listening(server, at).catch((error: unknown) => {
      throw new UsageError(listenFault(at, error));
    });
    say(
      `serving ${counted(first.checks.size, 'check')} in ${counted(first.regions.size, 'region')} at http://${at.host}:${port}/`,
    );
    await sayFaults(first, say, io);
    let tidied = Number.NEGATIVE_INFINITY;
    while (!io.signal.aborted) {
      await complaints.of('schedule.yaml', async () => {
        schedule = sharedSchedule(file);
      });
      const ticking = { schedule, database, queue, address, presence, complaints, say };
      await complaints.of('the database', async () => {
        watch.see(
          await tick(ticking, io).catch((error: unknown) => {
            presence.interrupt();
            watch.fail(error);
            throw error;
          }),
        );
        if (performance.now() - tidied < HOUR) return;
        // Not again at once where it takes too long: PostgreSQL goes on with it, and would be asked the same twice.
        tidied = performance.now();
        await tidy(ticking);
      });
      await sleep(TICK, undefined, { signal: io.signal }).catch(() => {});
    }
    say('stopping');
  } finally {
    server.close();
    server.closeAllConnections();
    await Promise.race([Promise.allSettled([watch.close(), queue.close(), database.close()]), sleep(TICK)]);
  }
  say('stopped');
  return 0;
}
