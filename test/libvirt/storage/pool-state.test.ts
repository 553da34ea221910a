import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { guestDisks, guestsOn } from '../../../src/libvirt/storage/guest-disks.ts';
import { poolAt } from '../../../src/libvirt/storage/pool-state.ts';
import { poolNode, serializePool } from '../../../src/libvirt/storage/pool-xml.ts';
import { ProbeError } from '../../../src/plan/probe.ts';
import { parsed } from '../../modules/trial.ts';

const answer = (stderr: string) => [{ status: 1, stdout: Buffer.from('\n'), stderr: Buffer.from(stderr) }];

describe.each(['9.0', '11.3'])('libvirt %s', (version) => {
  it('an active pool is read without sizes, rights and an empty source', () => {
    const text = readFileSync(
      join(import.meta.dirname, `../../recorded/pool-libvirt-${version}.txt`),
      'utf8',
    );
    const path = poolNode('path', { text: '/tmp/p' });
    expect(parsed(poolAt('demo'), text)).toEqual({
      exists: true,
      active: true,
      autostart: true,
      persistent: true,
      uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      definition: poolNode('pool', {
        attributes: { type: 'dir' },
        children: [poolNode('name', { text: 'demo' }), poolNode('target', { children: [path] })],
      }),
    });
  });
});

it('a pool that does not exist is no fault, an unreachable libvirt is one', () => {
  const { parse } = poolAt('nope');
  expect(
    parse(
      answer(
        "error: failed to get pool 'nope'\nerror: Storage pool not found: no storage pool with matching name",
      ),
    ),
  ).toEqual({ exists: false });
  expect(() => parse(answer('error: failed to connect to the hypervisor'))).toThrow(ProbeError);
});

it('a definition is written with its values escaped', () => {
  const pool = poolNode('pool', {
    attributes: { type: 'dir' },
    children: [poolNode('target', { children: [poolNode('path', { text: "/a&b<'" })] })],
  });
  expect(serializePool(pool)).toBe(
    "<pool type='dir'>\n  <target>\n    <path>/a&amp;b&lt;&apos;</path>\n  </target>\n</pool>",
  );
});

describe('the running guests on a pool', () => {
  const text = `  <name>web&amp;co</name>
      <source file='/pool/web.qcow2' index='1'/>
  <name>db</name>
      <source pool='data' volume='db.img' index='1'/>
  <name>other</name>
      <source file='/pool2/other.img'/>
      <source dev='/dev/vg0/root'/>
`;
  const disks = parsed(guestDisks, text);

  it('are those with a disk in its folder or of its name', () => {
    expect(guestsOn(disks, 'images', '/pool')).toEqual(['web&co']);
    expect(guestsOn(disks, 'data', '/elsewhere')).toEqual(['db']);
    expect(guestsOn(disks, 'vg', '/dev/vg0')).toEqual(['other']);
    expect(guestsOn(disks, 'none', undefined)).toEqual([]);
  });
});
