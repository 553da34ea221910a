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

  it('needs its definition first', () => {
    expect(on({ state: 'active' }).plan.failure).toMatch(/no pool p\. Define it first/);
    expect(on({ state: 'absent' }).plan).toEqual({ changes: [] });
  });

  it('is refreshed, which counts as no change', () => {
    const { steps, plan } = on({ command: 'refresh' }, pool(true));
    expect(steps).toEqual([{ do: 'virsh', argv: ['pool-refresh', '--pool', 'p'] }]);
    expect(plan.changes).toMatchObject([{ bookkeeping: true, proof: 'opaque' }]);
    const told = (rc: number) => virtPool.registers?.({ action: 'refresh' } as never, { rc });
    expect([told(0), told(1)]).toEqual([{ refresh: 0 }, { rc: 1 }]);
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
Capacity:       270553174016
Allocation:     30761693184
Available:      239791480832

<pool type='dir'>
  <name>lab</name>
  <uuid>a6a9c4ca-d3c6-4710-a54f-0a576a3e4ca3</uuid>
  <source>
    <host name='store'/>
    <dir path='/exports'/>
    <device path='/dev/sda'/>
    <format type='nfs'/>
  </source>
  <target>
    <path>/var/lib/libvirt/lab</path>
  </target>
</pool>

\x1e
<pool type='dir'>
</pool>

\x1e
 Name   Path
---------------------------
 v 2    /var/lib/pool/v 2
 v1     /var/lib/pool/v1

`;
  const asked = (command: string, name = 'lab') =>
    trial(virtPool, { command, name } as never, { all: parsed(poolsNow, text) } as never).plan.result;

  it('is what Ansible says of them', () => {
    const lab = {
      ...{ status: 'running', state: 'active', autostart: 'yes', persistent: 'yes', type: 'dir' },
      ...{ uuid: 'a6a9c4ca-d3c6-4710-a54f-0a576a3e4ca3', path: '/var/lib/libvirt/lab' },
      ...{ size_total: '270553174016', size_used: '30761693184', size_available: '239791480832' },
      ...{ volume_count: 2, volumes: ['v 2', 'v1'] },
      ...{ host: 'store', source_path: '/exports', format: 'nfs', devices: ['/dev/sda'] },
    };
    expect(asked('list_pools')).toEqual({ list_pools: ['lab'] });
    expect(asked('info')).toEqual({ pools: { lab } });
    expect(asked('facts')).toEqual({ ansible_facts: { ansible_libvirt_pools: { lab } } });
    expect(asked('get_xml')).toEqual({ get_xml: "<pool type='dir'>\n</pool>\n" });
    expect(asked('status')).toEqual({ status: 'active' });
    const { lab: pool } = parsed(poolsNow, text) as never;
    const rest = { ...(pool as object), active: false, volumes: undefined };
    const { result } = trial(virtPool, { command: 'info' } as never, { all: { lab: rest } } as never).plan;
    expect(result).toMatchObject({ pools: { lab: { status: 'inactive', volume_count: -1 } } });
    expect(parsed(poolsNow, '')).toEqual({});
  });

  it('needs no name, which everything else needs', () => {
    const complaints = (args: object) =>
      trial(virtPool, args as never, { pool: { exists: false }, all: {}, disks: [] } as never).complaints;
    expect(complaints({ command: 'info' })).toEqual([]);
    expect(complaints({ state: 'active' })).toEqual(['']);
    expect(complaints({ command: 'get_xml' })).toEqual(['']);
  });
});
