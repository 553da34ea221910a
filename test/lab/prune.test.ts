import { beforeEach, describe, expect, it } from 'vitest';
import { lab } from './lab.ts';
import { changes, HOSTS, onEach, run, write } from './two-hosts.ts';
import { reset, snapshot } from './virtfleet.ts';

beforeEach(() => Promise.all(HOSTS.map(reset)));

const OWNED = { prune: 'owned', vars: { virtfleet_project: 'lab <1>' } };
const NAMES = 'virsh net-list --all --name | sort | xargs';

describe('a network that is no longer described', () => {
  it('goes, and its XML stays, which can be defined again', async () => {
    write([net('one'), net('two'), net('three')], OWNED);
    await changes('+ network two');
    await onEach('echo "<network><name>mine</name></network>" | virsh net-define /dev/stdin');
    const kept = await onEach(`virsh net-dumpxml --inactive two | sed '/metadata/,/\\/metadata/d'`);

    write([net('one'), net('three')], OWNED);
    const stdout = await changes('- network two: isolated, virbrtwo, 10.42.0.0/24');
    const [, path = ''] = /its XML stays in\s+([^\s;]+)/.exec(stdout) ?? [];
    expect(await onEach(NAMES)).toEqual(Array(2).fill('default mine one three'));
    expect(await onEach('ls /var/lib/virtfleet/networks | sed "s/[.].*//" | xargs')).toEqual(
      Array(2).fill('one three'),
    );

    await onEach(`virsh net-define ${path} && virsh net-start two`);
    expect(await onEach('virsh net-dumpxml --inactive two')).toEqual(kept);
    expect(await run('--exit-code')).toMatchObject({ code: 0 });
    expect(await onEach(NAMES)).toEqual(Array(2).fill('default mine one three two'));
  });

  it('stays with all others when they are more than may go', async () => {
    write([net('one'), net('two'), net('three')], OWNED);
    expect(await run()).toMatchObject({ code: 0 });
    const before = await Promise.all(HOSTS.map(snapshot));
    write([net('one')], OWNED);
    const { code, stdout } = await run();
    expect(code).toBe(2);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      '2 networks are no longer described: three, two. Of a host, max_delete allows to remove 1.',
    );
    expect(await Promise.all(HOSTS.map(snapshot))).toEqual(before);
    write([net('one')], { ...OWNED, max_delete: 2 });
    await changes('- network three');
    expect(await onEach(NAMES)).toEqual(Array(2).fill('default one'));
  });

  it('stays while a guest uses it, even one that is shut off', async () => {
    write([net('one'), net('two')], OWNED);
    expect(await run()).toMatchObject({ code: 0 });
    const [running = '', off = ''] = HOSTS;
    await Promise.all(HOSTS.map((host) => lab.addGuest(host, { name: 'g', networks: ['two'] })));
    await lab.onHost(off, 'virsh destroy g');
    try {
      write([net('one')], OWNED);
      const { code, stdout } = await run();
      expect(code).toBe(2);
      // Each host has another change, and the failures come again at the end.
      expect(stdout.match(/needs "disruption: link"/g)).toHaveLength(4);
      expect(stdout).toMatch(/guests: g \(vnet\d+\)/);
      expect(stdout).toMatch(/guests: g \(52:54:/);
      expect(await onEach(NAMES)).toEqual(Array(2).fill('default one two'));
      write([net('one')], { ...OWNED, disruption: 'link' });
      await changes('- network two');
      expect((await lab.onHost(running, 'virsh domstate g')).stdout.trim()).toBe('paused');
    } finally {
      await Promise.all(HOSTS.map((host) => lab.removeGuest(host, 'g')));
    }
  });

  it('stays when it is not all of the playbook that runs, or the playbook’s network', async () => {
    const task = (name: string) => ({ ...net(name), tags: name });
    write([task('one'), task('two')], OWNED);
    expect(await run()).toMatchObject({ code: 0 });
    const [first = ''] = HOSTS;
    write([task('one')], OWNED);
    expect(await run('--limit', first)).toMatchObject({ code: 0 });
    write([task('one'), task('other')], OWNED);
    expect(await run('--tags', 'one')).toMatchObject({ code: 0 });
    write([task('one'), { debug: { msg: 'x' }, when: false }], OWNED);
    expect(await run()).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/the\s+condition\s+is\s+false/),
    });
    write([task('one'), { ...net('{{ item }}'), loop: '{{ empty }}' }], {
      ...OWNED,
      vars: { ...OWNED.vars, empty: [] },
    });
    expect(await run()).toMatchObject({ code: 0, stderr: expect.stringMatching(/goes\s+through\s+nothing/) });
    write([task('one')]);
    expect(await run()).toMatchObject({ code: 0 });
    write([task('one')], { ...OWNED, vars: { virtfleet_project: 'other' } });
    await changes('~ stamp (persistent copy)');
    expect(await onEach(NAMES)).toEqual(Array(2).fill('default one two'));
    write([task('one')], OWNED);
    await changes('- network two');
  });
});

describe('a stamp', () => {
  it('is given to a network that was there, which keeps running, and is kept up to date', async () => {
    write([net('one')]);
    expect(await run()).toMatchObject({ code: 0 });
    const running = await onEach('virsh net-dumpxml one');
    write([net('one')], OWNED);
    expect(await changes('+ stamp (persistent copy): project lab <1>, playbook site.yaml')).not.toContain(
      '!',
    );
    expect(await onEach('virsh net-dumpxml one')).toEqual(running);

    const host = { mac: '52:54:00:00:00:01', name: 'vm1', ip: '10.41.0.9' };
    const range = { start: '10.41.0.100', end: '10.41.0.200' };
    write([net('one', { dhcp: { range, host } })], OWNED);
    await changes('+ reservation vm1: 10.41.0.9');
  });

  it('is put back where another tool dropped it, and a network without it is nobody’s', async () => {
    write([net('one'), net('two')], OWNED);
    expect(await run()).toMatchObject({ code: 0 });
    for (const name of ['one', 'two'])
      await onEach(
        `virsh net-dumpxml --inactive ${name} | sed '/<metadata/,/<\\/metadata/d' | virsh net-define /dev/stdin`,
      );
    write([net('one')], OWNED);
    await changes('+ stamp (persistent copy)');
    expect(await onEach(NAMES)).toEqual(Array(2).fill('default one two'));
  });
});

const SUBNETS: Readonly<Record<string, number>> = { one: 41, two: 42, three: 43, other: 44 };

function net(name: string, more: object = {}) {
  const ip = { address: `10.${SUBNETS[name] ?? 45}.0.1/24`, ...more };
  return { name, network: { name, bridge: { name: `virbr${name}` }, ip } };
}
