import { describe, expect, it } from 'vitest';
import { LiveView } from '../../../src/report/live/live-view.ts';
import { clock } from '../../../src/report/when.ts';
import { BEGIN, emulated } from './emulated.ts';
import { canary, happened, type Moment, namesOf, PLAY, planned, story, time, told } from './story.ts';

const SOAK = clock(time(308_000));

describe('of 60 hosts in 80 columns it says', () => {
  const hosts = namesOf(60);
  it.each([
    [
      'what is read first',
      2_000,
      `0 of 60 hosts done, 60 working; 2 s
  hv01  connecting  1 s
  hv02  connecting  1 s
  hv03  connecting  1 s
`,
    ],
    [
      'what the canary is at',
      5_500,
      `Networks: wave 1 of 3 (canary), 0 of 1 host done; 5 s
0 of 60 hosts done, 1 working, 59 waiting
  hv01  bridge br0  2 s
`,
    ],
    [
      'how long a wave soaks',
      120_000,
      `Networks: wave 1 of 3 (canary) done; 2 min 0 s, about 8 min left
1 of 60 hosts done, 59 waiting; 1 changed
gate: soak until ${SOAK}, 3 min 8 s left
`,
    ],
    [
      'which hosts of a wave take long',
      315_000,
      `Networks: wave 2 of 3 (5 %), 1 of 3 hosts done; 5 min 15 s, about 5 min left
2 of 60 hosts done, 2 working, 56 waiting; 1 changed, 1 unreachable
  hv03  bridge br0  6 s
  hv04  bridge br0  6 s
`,
    ],
    [
      'what is asked of it',
      323_000,
      `Networks: wave 2 of 3 (5 %) done; 5 min 23 s, about 5 min left
4 of 60 hosts done, 56 waiting; 1 changed, 1 unreachable
gate: verify, 3 s
`,
    ],
  ])('%s', async (_, at, seen) => {
    expect(await told(story(hosts), at).picture()).toBe(seen);
  });
});

it('of 2,000 hosts it is as short', async () => {
  const hosts = namesOf(2_000);
  expect(await told(story(hosts), 315_000, { columns: 100 }).picture()).toBe(
    `Networks: wave 2 of 3 (5 %), 1 of 100 hosts done; 5 min 15 s, about 8 min left
2 of 2000 hosts done, 99 working, 1899 waiting; 1 changed, 1 unreachable
  hv0003  bridge br0  6 s
  hv0004  bridge br0  6 s
  hv0005  bridge br0  6 s
`,
  );
});

it('fits where there is little room, whatever names tell', async () => {
  const hosts = namesOf(60).map((host) => `${host}.猫.example`);
  const long = 'bridge of the storage network, which has a name that no terminal has room for';
  const own = story(hosts).map(([at, what]): Moment => {
    if (what.type === 'task-started') return [at, { ...what, task: `${long}\x1b[2J\n` }];
    return [at, 'play' in what ? { ...what, play: 'Networks of all of the hypervisors in Berlin' } : what];
  });
  expect(await told(own, 315_000, { columns: 40, rows: 4 }).picture()).toBe(
    `Networks of all of the hyperv…: wave 2…
2 of 60 hosts done, 2 working, 56 wait…
  hv03.猫.example  bridge of the…  6 s
`,
  );
  const wide = await told(own, 315_000, { columns: 130 }).picture();
  expect(wide).toContain(`  hv03.猫.example  ${long}\\x1b[2J\\n  6 s\n`);
});

it('is gone at the end, with what was told above it in order', async () => {
  const { view, clock: now, write, picture } = emulated({ rows: 8 });
  for (const moment of story(namesOf(60))) {
    now.now = BEGIN + moment[0];
    if (moment[1].type === 'host-ended') view.above(() => write(`${moment[1].type} ${moment[0]}\n`));
    view.tell(happened(moment));
    view.tick();
  }
  expect(await picture()).toBe(`host-ended 8000\nhost-ended 310000\nhost-ended 320000\nhost-ended 320000\n`);
});

it('leaves nothing behind when the terminal becomes narrower or wider', async () => {
  const { view, clock: now, write, picture, resize } = told(story(namesOf(60)), 315_000);
  view.above(() => write('what the report says\n'));
  view.tick();
  for (const width of [30, 120, 25, 80]) {
    await resize(width);
    view.tick();
  }
  now.now += 1_000;
  view.tick();
  expect(await picture()).toBe(`what the report says
Networks: wave 2 of 3 (5 %), 1 of 3 hosts done; 5 min 16 s, about 5 min left
2 of 60 hosts done, 2 working, 56 waiting; 1 changed, 1 unreachable
  hv03  bridge br0  7 s
  hv04  bridge br0  7 s
`);
});

it('is drawn in one write, of the lines that are new, and not without news', () => {
  const { view, clock: now, written } = told(story(namesOf(60)), 315_000);
  const before = written.length;
  view.tick();
  expect(written.length).toBe(before);
  now.now += 1_000;
  view.tick();
  expect(written.slice(before)).toEqual([
    '\r\x1b[4A' +
      'Networks: wave 2 of 3 (5 %), 1 of 3 hosts done; 5 min 16 s, about 5 min left\x1b[K\n' +
      '\n' +
      '  hv03  bridge br0  7 s\x1b[K\n' +
      '  hv04  bridge br0  7 s\x1b[K\n' +
      '\x1b[J',
  ]);
});

it('is not drawn while a person is asked', async () => {
  const hosts = namesOf(60);
  const asked: Moment[] = [
    ...planned(hosts),
    ...canary(hosts).filter(([, { type }]) => type !== 'gate-started'),
    [9_000, { type: 'gate-started', play: PLAY, wave: 1, gate: 'pause' }],
  ];
  const { view, clock: now, write, picture } = told(asked, 9_000);
  write('Go on? ');
  now.now += 5_000;
  view.tick();
  expect(await picture()).toBe('Go on? ');
  write('y\n');
  view.tell(happened([14_000, { type: 'gate-ended', play: PLAY, wave: 1, gate: 'pause', passed: true }]));
  view.tick();
  expect(await picture()).toBe(`Go on? y
Networks: wave 1 of 3 (canary) done; 14 s
1 of 60 hosts done, 59 waiting; 1 changed
`);
});

it('names hosts for long enough to read their names', async () => {
  const hosts = namesOf(9);
  const bridges = hosts.map(
    (host): Moment => [3_000, { type: 'task-started', host, play: PLAY, task: 'bridge' }],
  );
  const { view, clock: now, picture } = told([...planned(hosts), ...bridges], 3_000);
  const seen: string[] = [];
  for (const [turn, host] of hosts.slice(0, 5).entries()) {
    now.now = BEGIN + 3_300 + turn * 300;
    view.tell(happened([0, { type: 'task-started', host, play: PLAY, task: 'dnsmasq' }]));
    view.tick();
    const named = [...(await picture()).matchAll(/^ {2}(hv\d) {2}(\w+)/gm)];
    seen.push(named.map(([, name, doing]) => `${name} ${doing}`).join(', '));
  }
  expect(seen).toEqual([
    'hv1 dnsmasq, hv2 bridge, hv3 bridge',
    'hv1 dnsmasq, hv2 dnsmasq, hv3 bridge',
    'hv1 dnsmasq, hv2 dnsmasq, hv3 dnsmasq',
    'hv5 bridge, hv6 bridge, hv7 bridge',
    'hv5 dnsmasq, hv6 bridge, hv7 bridge',
  ]);
});

it('says nothing before a run and after it', () => {
  const written: string[] = [];
  const terminal = { write: (text: string) => written.push(text), size: () => ({ columns: 80, rows: 24 }) };
  const view = new LiveView({ terminal, forks: 5 });
  view.tick();
  view.above(() => written.push('a page'));
  view.end();
  view.tick();
  expect(written).toEqual(['a page']);
});
