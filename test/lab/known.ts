import { operatorRun } from './operator-run.ts';

/**
 * Plans a playbook on the lab's hosts without changing anything, and prints what is then known of each host as JSON:
 * `{ HOST: { PROBE: VALUE } }`, the predictions laid over what was observed.
 * usage: tsx known.ts PLAYBOOK INVENTORY…
 */
const [playbook = '', ...inventory] = process.argv.slice(2);
const { known } = await operatorRun(playbook, inventory, 'check');
const printed = [...known].map(([host, observations]) => [
  host,
  Object.fromEntries(
    [...observations.all()].map((one) => [one.probe.key, 'error' in one ? one.error.message : one.value]),
  ),
]);
process.stdout.write(JSON.stringify(Object.fromEntries(printed)));
