import { join } from 'node:path';
import { operatorRun } from '../test/lab/operator-run.ts';

// Prints how many scripts a run that finds nothing sends to each host, as JSON. The reports of the
// command do not tell this, so the same code is called here, in a process on the operator's machine.
const playbook = join(import.meta.dirname, '../playbooks/site.yaml');
const { roundTrips, outcomes } = await operatorRun(playbook, process.argv.slice(2), 'apply');
const unexpected = outcomes.find(({ status }) => status !== 'ok');
if (unexpected) throw new Error(`${unexpected.task} on ${unexpected.host}: ${unexpected.status}`);
console.log(JSON.stringify(Object.fromEntries(roundTrips)));
