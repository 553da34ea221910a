import { operatorRun } from './operator-run.ts';

/** Prints the outcomes of a run and how many scripts each host got, as JSON: PLAYBOOK INVENTORY. */
const [, , playbook = '', inventory = ''] = process.argv;
const { roundTrips, outcomes } = await operatorRun(playbook, [inventory], 'apply');
const statuses = outcomes.map(({ host, task, status }) => `${host} ${task}: ${status}`);
console.log(JSON.stringify({ statuses, roundTrips: Object.fromEntries(roundTrips) }));
