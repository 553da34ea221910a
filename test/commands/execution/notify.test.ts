import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { drift } from '../../../src/commands/drift.ts';
import { hiddenTexts } from '../../../src/hidden-texts.ts';
import { webhook } from '../../notify/webhook.ts';
import { project, typed } from '../project.ts';

/** A project of this machine with a file; `motd` writes it, or removes it. */
function local() {
  onTestFinished(() => hiddenTexts.clear());
  const folder = project({
    hosts: 'here ansible_connection=local\n',
    'site.yaml':
      '- hosts: all\n  tasks:\n    - copy: { dest: "{{ playbook_dir }}/motd", content: "hello\\n" }\n',
    motd: 'hello\n',
  });
  const words = [join(folder, 'site.yaml'), '-i', join(folder, 'hosts')];
  const check = (...more: string[]) => typed(drift, folder, ...words, ...more);
  const motd = (text: string | undefined) => {
    if (text === undefined) rmSync(join(folder, 'motd'));
    else writeFileSync(join(folder, 'motd'), text);
  };
  return { folder, check, motd };
}

describe('drift --notify', () => {
  it('reports what is new and what is gone, once', async () => {
    const { check, motd } = local();
    const { got, origin } = await webhook();
    const hook = ['--notify', `${origin}/hook`];
    await check(...hook);
    motd('other\n');
    expect((await check(...hook)).err).toBe('');
    await check(...hook);
    motd('hello\n');
    await check(...hook);
    await check(...hook);
    expect(got.map(({ body }) => String(body['text']).split('\n')[0]?.split(': ')[1])).toEqual([
      '1 new',
      '1 gone',
    ]);
    expect(got[0]?.body['text']).toMatch(/^NEW file .*motd on here/m);
  });

  it('warns without the secret of the URL, and reports it later', async () => {
    const { folder, check, motd } = local();
    const { got, origin } = await webhook([404]);
    const file = join(folder, 'hook.url');
    writeFileSync(file, `${origin}/services/abcdefghijklmnop\n`);
    chmodSync(file, 0o600);
    motd('other\n');
    const { code, err } = await check('--notify', `@${file}`);
    expect(code).toBe(3);
    expect(err).toContain(`${origin} did not get it. It answered 404 Not Found.`);
    expect(err).toContain('The next check reports it.');
    expect(err).not.toContain('abcdefghijklmnop');
    await check('--notify', `@${file}`);
    expect(got).toHaveLength(2);
    expect(readFileSync(join(folder, 'virtfleet/history.db'), 'latin1')).not.toContain('abcdefghijklmnop');
  });

  it.each([
    [['--notify', 'slack'], '--notify: it is no URL that begins with https://'],
    [['--notify', 'https://example.org', '--history', 'none'], 'needs a history'],
    [['--notify-command', 'true', '--history', 'none'], 'needs a history'],
  ])('refuses what cannot work before a host is contacted: %s', async (words, says) => {
    const { check } = local();
    const { code, out, err } = await check(...words);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(says);
  });
});

it('drift --notify-command gives the same to a command', async () => {
  const { folder, check, motd } = local();
  const log = join(folder, 'log');
  const command = ['--notify-command', `cat >> ${log}`];
  motd('other\n');
  await check(...command);
  await check(...command);
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).events)).toMatchObject([[{ kind: 'new', host: 'here' }]]);
});

describe('drift --quiet', () => {
  it('prints the page if something is new, and nothing else', async () => {
    const { check, motd } = local();
    expect(await check('--quiet')).toEqual({ code: 0, out: '', err: '' });
    motd('other\n');
    expect((await check('-q')).out).toContain('1 of 1 host differs');
    expect(await check('-q')).toEqual({ code: 3, out: '', err: '' });
    expect((await check()).out).toContain('1 of 1 host differs');
    motd('hello\n');
    expect((await check('-q')).out).toContain('In step: 1 host');
    expect(await check('-q', '--format', 'json')).toEqual({ code: 0, out: '', err: '' });
  });

  it('prints all that is wrong where it cannot know what is new', async () => {
    const { check, motd } = local();
    expect(await check('-q', '--history', 'none')).toEqual({ code: 0, out: '', err: '' });
    motd(undefined);
    for (const _ of [1, 2])
      expect((await check('-q', '--history', 'none')).out).toContain('1 of 1 host differs');
  });

  it('keeps warnings that are nothing new to itself', async () => {
    const { folder, check, motd } = local();
    const waiver = '- { hosts: here, resource: network lan, reason: r, who: a, until: 2099-01-01 }\n';
    writeFileSync(join(folder, 'waivers.yaml'), waiver);
    expect(await check('-q')).toEqual({ code: 0, out: '', err: '' });
    motd('other\n');
    expect((await check('-q')).err).toContain('A waiver matches no difference');
  });
});
