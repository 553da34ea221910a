import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Campaign } from './campaign.ts';
import { FAULTS } from './faults.ts';
import { QUEUES } from './queue-server.ts';

/**
 * usage: npm run controllers [-- --minutes N --hosts N --queue valkey|redis|postgres]
 * Two workers in two namespaces, a server, Debian's Valkey and PostgreSQL: names of hosts that share the lab's are checked
 * every minute, while workers are killed, the queue and the database stop, and a region is cut off. At the end each host
 * of each minute is accounted for.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '15' },
    hosts: { type: 'string', default: '500' },
    queue: { type: 'string', default: 'valkey' },
  },
});
const folder = join(tmpdir(), `virtfleet-controllers-${process.pid}`);
mkdirSync(folder, { mode: 0o755 });
writeFileSync(join(folder, 'notified'), '');
const say = (text: string) => {
  process.stdout.write(`${text}\n`);
  appendFileSync(join(folder, 'log'), `${new Date().toISOString()} ${text}\n`);
};
const queue = QUEUES.find((kind) => kind === values.queue);
if (!queue) throw new Error(`--queue is one of ${QUEUES.join(', ')}`);
// There is none that could break.
const faults = FAULTS.filter(({ of }) => of !== 'queue' || queue !== 'postgres');
const campaign = new Campaign({ folder, hosts: Number(values.hosts), queue, say });
let isRight = false;
try {
  await campaign.begin();
  const end = Date.now() + Number(values.minutes) * 60_000;
  for (let index = 0; Date.now() < end; index += 1) {
    const fault = faults[index % faults.length];
    if (fault) await campaign.suffer(fault);
    await campaign.rest(15_000);
  }
  isRight = await campaign.judge();
} finally {
  await campaign.end();
  if (isRight) rmSync(folder, { recursive: true });
  else process.stdout.write(`What they printed is in ${folder}\n`);
}
process.exitCode = isRight ? 0 : 1;
