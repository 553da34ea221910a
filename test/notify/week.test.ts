import { expect, it } from 'vitest';
import type { StateEvent } from '../../src/notify/check.ts';
import { webhookOf } from '../../src/notify/receiver.ts';
import { reportEvents } from '../../src/notify/report-events.ts';
import { send } from '../../src/notify/send.ts';
import { newPlace, opened } from '../history/kept.ts';
import { changesOf } from './checks.ts';
import { AT_ONCE, webhook } from './webhook.ts';
import { checkAt, EXPECTED, HOURS, isDown } from './week.ts';

it('a week of hourly checks of 200 hosts gives the alerts that are written down: none twice, none missing', async () => {
  const place = newPlace();
  const answers: number[] = [];
  const { got, origin } = await webhook(answers);
  const to = webhookOf(`${origin}/hook`);
  const alerts: string[] = [];
  for (let hour = 0; hour < HOURS; hour += 1) {
    // Each check is a process of its own.
    const history = await opened(place);
    const before = got.length;
    answers.length = 0;
    if (isDown(hour)) answers.push(503, 503, 503, 503, 503);
    const one = checkAt(hour);
    const reporting = reportEvents(history, 'r', changesOf(one), (events, key) => {
      const about = { run: String(hour), time: one.time, playbook: 'site.yaml', virtfleet: '1.2.3' };
      return send(to, { ...about, events, key }, AT_ONCE, new AbortController().signal);
    });
    await reporting.catch((error) => {
      if (!isDown(hour)) throw error;
    });
    if (isDown(hour)) continue;
    expect(got.length - before).toBeLessThanOrEqual(1);
    const events = (got.length > before ? (got.at(-1)?.body['events'] as StateEvent[]) : []) ?? [];
    for (const { kind, host, lines } of events) {
      const whats = lines.map((line) => line.split(/[ :]+/)[1] ?? '');
      alerts.push(
        ...(whats.length > 0 ? whats : ['']).map((what) => `${hour} ${kind} ${host} ${what}`.trim()),
      );
    }
  }
  expect(alerts.toSorted()).toEqual(EXPECTED.toSorted());
});
