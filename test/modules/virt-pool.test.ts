import { describe, expect, it } from 'vitest';
import { asStored } from '../../src/libvirt/storage/desired-pool.ts';
import { poolsNow } from '../../src/libvirt/storage/pool-answers.ts';
import { parsePool } from '../../src/libvirt/storage/pool-xml.ts';
import { virtPool } from '../../src/modules/virt-pool.ts';
import { parsed, trial } from './trial.ts';

const XML = "<pool type='dir'><name>p</name><target><path>/srv/p</path></target></pool>";
const pool = (active: boolean, autostart = false) => ({
  ...{ exists: true, active, autostart, persistent: true, uuid: 'u' },
  definition: asStored('p', parsePool(XML)),
});
const on = (args: object, state: object = { exists: false }) =>
  trial(virtPool, { name: 'p', ...args } as never, { pool: state, disks: [] } as never);

describe('a pool in the words of Ansible', () => {
  it('is defined, and neither built, started nor started with the host', () => {
    const made = on({ command: 'define', xml: XML });
    expect(made.differences).toEqual(['pool p: null → dir, /srv/p, inactive']);
    expect(made.steps).toMatchObject([{ commands: [['pool-define', '--file', '/dev/stdin']] }]);
    expect(made.afterwards().changes).toEqual([]);
  });

  it.each([
    [{ state: 'active' }, false, ['pool p: inactive → active']],
    [{ command: 'create' }, true, []],
    [{ state: 'inactive' }, true, ['pool p: active → inactive']],
    [{ autostart: true }, false, ['pool p autostart: off → on']],
    [{ command: 'define', xml: XML }, true, []],
    [
      { command: 'define', xml: XML.replace('/srv/p', '/srv/q') },
      false,
      ['pool p: target path: /srv/p → /srv/q'],
    ],
    [{ command: 'build' }, false, ['pool p: null → built']],
    [{ command: 'build' }, true, []],
    [{ state: 'absent' }, false, ['pool p: inactive → null']],
  ])('%j of one that is active: %s', (args, active, changes) => {
    expect(on(args, pool(active)).differences).toEqual(changes);
  });

  it('tells its status, and needs its definition first', () => {
    expect(on({ command: 'status' }, pool(true)).plan.result).toEqual({ status: 'active' });
    expect(on({ state: 'active' }).plan.failure).toMatch(/no pool p\. Define it first/);
    expect(on({ state: 'absent' }).plan).toEqual({ changes: [] });
  });

  it.each([
    [{}, ['']],
    [{ command: 'define' }, ['command']],
    [{ command: 'define', xml: '<network/>' }, ['xml']],
    [{ command: 'define', xml: XML.replace('>p<', '>q<') }, ['name']],
  ])('%j is a mistake', (args, at) => {
    expect(on(args).complaints).toEqual(at);
  });
});

describe('what tasks read of all pools', () => {
  const text = `\x1e
Name:           lab
UUID:           a6a9c4ca-d3c6-4710-a54f-0a576a3e4ca3
State:          running
Persistent:     yes
Autostart:      yes

<pool type='dir'>
  <name>lab</name>
  <uuid>a6a9c4ca-d3c6-4710-a54f-0a576a3e4ca3</uuid>
  <target>
    <path>/var/lib/libvirt/lab</path>
  </target>
</pool>
`;
  const asked = (command: string) =>
    trial(virtPool, { command } as never, { all: parsed(poolsNow, text) } as never).plan.result;

  it('is what Ansible says of them, but for sizes and volumes', () => {
    const lab = {
      ...{ status: 'running', state: 'active', autostart: 'yes', persistent: 'yes', type: 'dir' },
      ...{ uuid: 'a6a9c4ca-d3c6-4710-a54f-0a576a3e4ca3', path: '/var/lib/libvirt/lab' },
    };
    expect(asked('list_pools')).toEqual({ list_pools: ['lab'] });
    expect(asked('info')).toEqual({ pools: { lab } });
    expect(asked('facts')).toEqual({ ansible_facts: { ansible_libvirt_pools: { lab } } });
    expect(parsed(poolsNow, '')).toEqual({});
  });

  it('needs no name, which everything else needs', () => {
    const complaints = (args: object) =>
      trial(virtPool, args as never, { pool: { exists: false }, all: {}, disks: [] } as never).complaints;
    expect(complaints({ command: 'info' })).toEqual([]);
    expect(complaints({ state: 'active' })).toEqual(['']);
  });
});
