import { describe, expect, it } from 'vitest';
import { asStored } from '../../src/libvirt/storage/desired-pool.ts';
import { parsePool } from '../../src/libvirt/storage/pool-xml.ts';
import { virtPool } from '../../src/modules/virt-pool.ts';
import { trial } from './trial.ts';

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
