import { change, outcome } from '../../report/outcomes.ts';
import { keep } from '../told.ts';

/** Keeps runs one after the other until it is killed, and prints the id of each that is finished. */
const [, , path = '', name = ''] = process.argv;
const records = Array.from({ length: 400 }, (_, index) =>
  outcome(`hv${index % 20}`, { task: `Network ${index >> 4}`, status: 'changed', changes: [change('mtu')] }),
);
const hosts = [...new Set(records.map(({ host }) => host))];
for (let count = 0; ; count += 1) {
  const id = `${name}-${count}`;
  const warned = await keep({ kind: 'file', path }, { id, time: '2026-11-28T12:00:00.000Z', hosts, records });
  process.stdout.write(`${warned.length > 0 ? `warned ${warned[0]}` : id}\n`);
}
