import { expect, it } from 'vitest';
import { bootId, runningGuests } from '../../src/host/reboot.ts';
import { reboot } from '../../src/modules/reboot.ts';
import { ask, parsed, trial } from './trial.ts';

const current = { boot: 'id', guests: [], path: { client: '10.0.0.1', links: ['eth0'] } };

it('boots the host and waits for its next run', () => {
  const { steps, impacts, plan } = trial(reboot, { test_command: 'systemctl is-active ssh' }, current);
  expect(steps).toMatchObject([{ do: 'script' }, { do: 'reconnect', args: ['id'], seconds: 600 }]);
  expect(impacts).toEqual([{ disruption: 'service', note: 'the host reboots' }]);
  expect(plan.changes).toMatchObject([{ proof: 'opaque' }]);
});

it('names the guests that go down with it, and needs consent also where nobody knows', () => {
  expect(trial(reboot, {}, { ...current, guests: ['a', 'b'] }).impacts).toEqual([
    { disruption: 'link', note: 'the host reboots, and its running guests a, b go down with it' },
  ]);
  expect(trial(reboot, {}, { ...current, guests: undefined }).impacts).toMatchObject([
    { disruption: 'link' },
  ]);
});

it('waits again when that is asked for', () => {
  const { steps } = trial(reboot, { post_reboot_delay: 3 }, current);
  expect(steps.at(-1)).toMatchObject({ argv: ['sleep', '3'] });
});

it('never reboots the machine it runs on', () => {
  const { plan } = trial(reboot, {}, { ...current, path: { links: [] } });
  expect(plan).toEqual({
    changes: [],
    failure: expect.stringContaining('the machine that Virtfleet runs on'),
  });
});

it('reads which run of the host it is, and which guests run', () => {
  expect(ask(bootId)).toMatch(/^[0-9a-f-]{36}$/);
  expect(parsed(runningGuests, 'web\ndb\n\n')).toEqual(['web', 'db']);
  expect(parsed(runningGuests, '', 1)).toBeUndefined();
});
