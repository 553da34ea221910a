import { describe, expect, it } from 'vitest';
import { documentOf, sentTo } from '../../src/notify/body.ts';
import type { StateEvent } from '../../src/notify/check.ts';
import { HOSTILE } from '../report/files/reports.ts';
import { EVENTS, notification } from './notifications.ts';

const DETAILS = [
  'NEW network lan on hv[01:03] (drifted and pending)',
  '  ~ mtu: 1450 → 1400 [stored]',
  'UNREACHABLE hv09',
  '  No route to host.',
  'GONE network lab on hv02',
  '  ~ mtu: 1450 → 1400',
  '  waived',
].join('\n');
const HEAD = 'Virtfleet drift site.yaml: 3 new, 1 unreachable, 1 gone';

function sent(url: string, of = notification()) {
  const { method, url: target, body } = sentTo(new URL(url), of);
  return { method, url: target.href, body: JSON.parse(body) };
}

it('Slack gets a text alone', () => {
  expect(sent('https://hooks.slack.com/services/T0/B0/x')).toEqual({
    method: 'POST',
    url: 'https://hooks.slack.com/services/T0/B0/x',
    body: { text: `${HEAD}\n\`\`\`\n${DETAILS}\n\`\`\`` },
  });
});

it('Matrix gets an event, which a second attempt does not double', () => {
  const url = 'https://matrix.example.org/_matrix/client/v3/rooms/!a:b/send/m.room.message';
  const { method, url: target, body } = sent(url);
  expect([method, target]).toEqual(['PUT', `${url}/c0ffee`]);
  expect(body).toEqual({
    msgtype: 'm.text',
    body: `${HEAD}\n\n${DETAILS}`,
    format: 'org.matrix.custom.html',
    formatted_body: `<p><strong>${HEAD}</strong></p><pre><code>${DETAILS}</code></pre>`,
    'm.mentions': {},
  });
});

it('others get a text and the events as data', () => {
  const { method, body } = sent('https://chat.example.org/hooks/x');
  expect(method).toBe('POST');
  expect(body.text).toBe(`${HEAD}\n\`\`\`\n${DETAILS}\n\`\`\``);
  expect(body).toMatchObject({ version: 1, playbook: 'site.yaml', events: EVENTS, key: 'c0ffee' });
});

it('a command gets plain text', () => {
  expect(documentOf(notification()).text).toBe(`${HEAD}\n\n${DETAILS}`);
});

describe('texts of hosts', () => {
  it.each(HOSTILE)('call nobody and end no code: %s', (_, text) => {
    const events: StateEvent[] = [
      { kind: 'new', host: text, resource: text, state: 'drifted', lines: [text], message: text },
    ];
    for (const url of ['https://hooks.slack.com/x', 'https://chat.example.org/x']) {
      const { body } = sent(url, notification(events));
      expect(body.text.match(/`{3,}/g)).toHaveLength(2);
      expect(body.text.endsWith('\n```')).toBe(true);
    }
    expect(sent('https://hooks.slack.com/x', notification(events)).body.text).not.toMatch(/[<>]/);
    const { html } = documentOf(notification(events));
    expect(html.match(/<.*?>/g)).toEqual([
      '<p>',
      '<strong>',
      '</strong>',
      '</p>',
      '<pre>',
      '<code>',
      '</code>',
      '</pre>',
    ]);
  });
});

it('a long notification says where the rest is', () => {
  const many = Array.from({ length: 100 }, (_, index): StateEvent => {
    return {
      kind: 'new',
      host: 'hv01',
      resource: `network n${index}`,
      state: 'drifted',
      lines: ['x'.repeat(900)],
    };
  });
  const { body } = sent('https://hooks.slack.com/x', notification(many));
  expect(body.text.length).toBeLessThan(40_000);
  expect(body.text).toContain('and 140 more lines: virtfleet history show 7b7b6bfc\n');
});

it.each([
  ['many networks', Array(20_000).fill(['x'])],
  ['one of many lines', [Array(5_000).fill('x')]],
  ['one large network', [['x'.repeat(2_000_000)]]],
])('a host that makes up %s hides no other, and no receiver refuses all because of it', (_, made) => {
  const event = (kind: 'new' | 'failed', host: string, name: string, lines: string[]): StateEvent => ({
    ...{ kind, host, resource: `network ${name}`, state: 'unmanaged', lines },
  });
  const events = [
    ...made.map((lines: string[], index: number) => event('new', 'evil', `n${index}`, lines)),
    event('failed', 'hv01', 'lan', ['It is gone.']),
  ];
  const [chat, data] = ['https://hooks.slack.com/x', 'https://chat.example.org/x'].map((url) =>
    sentTo(new URL(url), notification(events)),
  );
  for (const { body = '' } of [chat, data].flatMap((one) => one ?? [])) {
    expect(body).toContain('FAILED network lan on hv01');
    expect(Buffer.byteLength(body)).toBeLessThan(1_000_000);
  }
  const { events: sentEvents, 'left-out': left = 0 } = JSON.parse(data?.body ?? '');
  expect(sentEvents.at(-1)).toEqual(events.at(-1));
  expect(sentEvents.length + left).toBe(events.length);
});
