import type { HostForecast } from './forecast.ts';
import { operatorRun } from './operator-run.ts';

/**
 * Plans a playbook on the lab's hosts without changing anything, or runs it, and prints the forecast of each as JSON.
 * usage: print-forecast check|apply PLAYBOOK INVENTORY…
 */
const [mode = '', playbook = '', ...inventory] = process.argv.slice(2);
const { known, outcomes } = await operatorRun(playbook, inventory, mode === 'apply' ? 'apply' : 'check');
const hosts = [...known].map(([name, observations]): [string, HostForecast] => {
  const values = [...observations.all()].map((one) => [
    one.probe.key,
    'error' in one ? one.error.message : one.value,
  ]);
  const own = outcomes.filter(({ host }) => host === name);
  const steps = own.map(({ task, changes }) => [task, changes.flatMap(({ steps }) => steps)]);
  const ends = own.map(({ task, status, message, changes }) => [
    task,
    { status, message, impacts: changes.map(({ impact }) => impact) },
  ]);
  return [
    name,
    {
      known: Object.fromEntries(values),
      steps: Object.fromEntries(steps),
      outcomes: Object.fromEntries(ends),
    },
  ];
});
process.stdout.write(JSON.stringify(Object.fromEntries(hosts)));
