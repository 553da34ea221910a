import { operatorRun } from '../test/lab/operator-run.ts';

// Prints how many scripts a run or drift check that finds nothing sends to each host, as JSON: PLAYBOOK, MODE,
// inventories. The reports of the command do not tell this, so the same code is called here, in a process on the
// operator's machine.
const [, , playbook = '', mode, ...inventory] = process.argv;
const { roundTrips, outcomes } = await operatorRun(playbook, inventory, mode === 'drift' ? 'drift' : 'apply');
const unexpected = outcomes.find(({ status }) => status !== 'ok');
if (unexpected) throw new Error(`${unexpected.task} on ${unexpected.host}: ${unexpected.status}`);
console.log(JSON.stringify(Object.fromEntries(roundTrips)));
