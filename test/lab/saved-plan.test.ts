import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { lab } from './lab.ts';
import { must } from './run.ts';
import { HOSTS, onEach } from './two-hosts.ts';
import { reset, snapshot } from './virtfleet.ts';

const CLI = join(process.cwd(), 'dist/cli.js');
const all = mkdtempSync(join(tmpdir(), 'virtfleet-plans-'));
/** The checkouts of who makes a plan, and of who applies it. */
const [alice, bob] = [join(all, 'alice/site'), join(all, 'bob/site')];
const PLAN = join(all, 'change.plan');
const SECRET = ['-e', 'token=open-sesame'];

const SITE = `
- name: Site
  hosts: ${HOSTS.join(',')}
  become: true
  tasks:
    - copy: { dest: /srv/planned/motd, content: "{{ word }}\\n" }
      notify: tell
    - copy: { dest: /srv/planned/token, content: "{{ token }}\\n", mode: "0600" }
      no_log: true
    - network:
        name: planned
        bridge: { name: virbr97 }
        ip: { address: 10.97.0.1/24, dhcp: { range: { start: 10.97.0.10, end: 10.97.0.20 } } }
    - lineinfile: { path: /srv/planned/motd, line: more }
  handlers:
    - name: tell
      command: touch /srv/planned/told
`;
const FILES = {
  'site.yaml': SITE,
  'group_vars/all.yml': 'word: hello\n',
  'virtfleet.yaml': 'approvals: 1\n',
};

/** A command in a checkout, with a history of its own. */
async function typed(folder: string, ...words: string[]) {
  const env = ['env', '-C', folder, `XDG_STATE_HOME=${join(folder, '.state')}`];
  const { code, stdout, stderr } = await lab.exec([...env, 'node', CLI, ...words]);
  return { code, said: stdout + stderr };
}

const apply = (folder: string, ...words: string[]) => typed(folder, 'apply', PLAN, ...SECRET, ...words);
const approve = (key: string) => typed(bob, 'plan', 'approve', PLAN, '--key', join(all, `${key}.key`));
const save = (...words: string[]) =>
  typed(alice, 'run', 'site.yaml', '-i', 'hosts.yaml', '--check', '--plan', PLAN, ...SECRET, ...words);

/** A new plan that is approved. */
async function approved(): Promise<void> {
  expect(await save()).toEqual({ code: 0, said: expect.stringContaining('The plan is saved in') });
  expect(await approve('bob')).toEqual({ code: 0, said: 'Approved by bob@example.com.\n' });
}

/** What the journals have of runs since they were looked at last, without who ran. */
const JOURNAL = `journalctl -q --no-pager -o cat -t virtfleet --cursor-file=/run/seen | sed 's/^[^:]*: //'`;

/** Everything on the hosts, and what was done there meanwhile. */
const state = async () => [
  ...(await Promise.all(HOSTS.map(snapshot))),
  ...(await onEach(
    `find /srv/planned -type f -exec sh -c 'stat -c "%n %a %Y" "$1"; cat "$1"' sh {} \\; | sort`,
  )),
];

/** The state is the same after the work. */
async function unwritten<T>(work: () => Promise<T>): Promise<T> {
  const before = await state();
  await onEach(JOURNAL);
  const result = await work();
  expect([await state(), await onEach(JOURNAL)]).toEqual([before, HOSTS.map(() => '')]);
  return result;
}

beforeAll(async () => {
  for (const folder of [alice, bob]) {
    mkdirSync(join(folder, 'group_vars'), { recursive: true });
    cpSync(lab.paths.inventory, join(folder, 'hosts.yaml'));
  }
  const people = [];
  for (const name of ['alice', 'bob', 'mallory']) {
    await must(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', join(all, `${name}.key`)]);
    if (name !== 'mallory')
      people.push(`${name}@example.com ${readFileSync(join(all, `${name}.key.pub`), 'utf8')}`);
  }
  await must(['git', '-C', alice, 'init', '-q']);
  await must(['git', '-C', alice, 'config', 'user.email', 'alice@example.com']);
  for (const folder of [alice, bob]) writeFileSync(join(folder, 'allowed_signers'), people.join(''));
});
beforeEach(async () => {
  for (const folder of [alice, bob])
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  await Promise.all(HOSTS.map(reset));
  await onEach('rm -rf /srv/planned');
});
afterAll(() => rmSync(all, { recursive: true }));

it('another checkout does the same as a run, and no more, once', async () => {
  await onEach(JOURNAL);
  const run = await typed(alice, 'run', 'site.yaml', '-i', 'hosts.yaml', ...SECRET);
  expect([run.code, run.said]).toEqual([0, expect.stringContaining('changed=5')]);
  const [files, journal] = [await onEach('cat /srv/planned/*'), await onEach(JOURNAL)];
  expect(journal.every((lines) => lines.split('\n').length > 4)).toBe(true);
  await Promise.all(HOSTS.map(reset));
  await onEach('rm -rf /srv/planned');
  await unwritten(approved);
  const { code, said } = await apply(bob);
  expect([code, said]).toEqual([0, expect.stringContaining('changed=5')]);
  expect([await onEach('cat /srv/planned/*'), await onEach(JOURNAL)]).toEqual([files, journal]);
  await onEach('virsh net-info planned');

  const again = await unwritten(() => apply(bob));
  expect(again).toMatchObject({ code: 1, said: expect.stringContaining('A saved plan is applied once') });
  const elsewhere = await unwritten(() => apply(alice));
  expect(elsewhere.said.match(/on this host it was, by /g)).toHaveLength(2);
  expect(elsewhere.code).not.toBe(0);
  await onEach('rm -rf /srv/planned; virsh net-destroy planned; virsh net-undefine planned');
  expect((await unwritten(() => apply(alice))).said).toContain('blocked=1');
});

it('a host that moved is left alone, the others are not', async () => {
  const [stays = '', moves = ''] = HOSTS;
  await approved();
  await lab.onHost(moves, 'mkdir -p /srv/planned; echo other >/srv/planned/motd');
  const before = await snapshot(moves);
  const { code, said } = await apply(bob);
  expect(code).not.toBe(0);
  expect(said).toContain('Since the plan was made this moved: file /srv/planned/motd.');
  expect(await snapshot(moves)).toBe(before);
  expect(await onEach('cat /srv/planned/motd')).toEqual(
    HOSTS.map((host) => (host === stays ? 'hello\nmore' : 'other')),
  );
});

it('nothing is written where anything is in the way', async () => {
  const refused = async (work: () => unknown, ...words: string[]) => {
    await work();
    const { code, said } = await typed(bob, 'apply', PLAN, ...words);
    expect(code).toBe(1);
    return /^error: (.*)$/m.exec(said)?.[1];
  };
  const edit = (change: (text: string) => string) => writeFileSync(PLAN, change(readFileSync(PLAN, 'utf8')));
  const answers = await unwritten(async () => [
    await refused(save, ...SECRET),
    await refused(() => approve('alice'), ...SECRET),
    await refused(() => approve('mallory'), ...SECRET),
    await refused(() => approve('bob'), '-e', 'token=open-barley'),
    await refused(() => {}),
    await refused(() => writeFileSync(join(bob, 'group_vars/all.yml'), 'word: bye\n'), ...SECRET),
    await refused(() => edit((text) => text.replaceAll('virbr97', 'virbr98')), ...SECRET),
    await refused(
      async () => {
        await save('--plan-expires', '1s');
        await approve('bob');
        await new Promise((done) => setTimeout(done, 1500));
      },
      ...SECRET,
    ),
  ]);
  expect(answers).toEqual([
    'The plan is not approved',
    'The plan is not approved',
    'The plan is not approved',
    'Secret values are not those that the plan was made with',
    'The values of -e are not those of the plan',
    'The project is not the one that the plan was made of',
    'A signature of the plan was made over something else',
    'The plan has expired',
  ]);
});

it('no secret is in a plan', async () => {
  await approved();
  const text = readFileSync(PLAN, 'utf8');
  for (const form of ['open-sesame', Buffer.from('open-sesame').toString('base64').slice(0, 12)])
    expect(text).not.toContain(form);
});
