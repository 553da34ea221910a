import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { guestAt } from '../../../src/libvirt/guest/guest-state.ts';
import { ProbeError } from '../../../src/plan/probe.ts';

const NOT_FOUND = "error: failed to get domain 'rec-vm1'\n";

describe.each(['9.0', '11.3'])('a guest on libvirt %s', (version) => {
  const recorded = (which: string) =>
    readFileSync(new URL(`../../recorded/dumpxml-libvirt-${version}-${which}.xml`, import.meta.url), 'utf8');
  const [live, inactive] = [recorded('running'), recorded('inactive')];
  const uuid = /<uuid>(.*)<\/uuid>/.exec(live)?.[1];

  test('that runs has two definitions', () => {
    const state = guest('running\n\n', inactive, live, 'other\nrec-vm1\n\n', '\n');
    expect(state).toMatchObject({ exists: true, uuid, state: 'running', autostart: true });
    const { persistent, live: runs } = state as Extract<typeof state, { exists: true }>;
    const size = { memory: 16384, vcpus: 1, maximumVcpus: 1 };
    const xml = expect.stringMatching(/^<interface .*<\/interface>$/s);
    const about = { model: 'rtl8139', link: 'up', xml };
    const first = { mac: mac(1), network: 'rec orders', portgroup: 'slow', ...about };
    const others = [
      { mac: mac(2), bridge: 'virbr77', ...about },
      { mac: mac(3), ...about },
    ];
    const definition = { ...size, interfaces: [first, ...others] };
    expect(runs).toEqual(definition);
    expect(persistent).toEqual(definition);
  });

  test('that is paused, or of which nothing is stored, is told', () => {
    const transient = guest('paused\n\n', live, live, '\n', 'rec-vm1\n\n');
    expect(transient).toMatchObject({ state: 'paused', autostart: false, live: { memory: 16384 } });
    expect(transient).not.toHaveProperty('persistent');
  });

  test('that is shut off has one', () => {
    const state = guest('shut off\n\n', inactive, inactive, '\n', '\n');
    expect(state).toMatchObject({ state: 'shut off', persistent: { vcpus: 1 } });
    expect(state).not.toHaveProperty('live');
  });

  test('has as many CPUs as are switched on, its VLANs, and its cable', () => {
    const other = inactive
      .replace("<vcpu placement='static'>1<", "<vcpu placement='static' current='2'>4<")
      .replace("<model type='rtl8139'/>", "<vlan><tag id='4'/><tag id='5'/></vlan><link state='down'/>");
    expect(guest('shut off\n\n', other, other, '\n', '\n')).toMatchObject({
      persistent: { vcpus: 2, maximumVcpus: 4, interfaces: [{ vlan: [4, 5], link: 'down' }, {}, {}] },
    });
  });
});

test('a guest that is not there is an answer, and a libvirt that is not there is none', () => {
  expect(guest('', '', '', '\n', '\n', NOT_FOUND)).toEqual({ exists: false });
  expect(() => guest('', '', '', '', '', 'error: failed to connect to the hypervisor')).toThrow(ProbeError);
});

/** What the probe makes of what virsh says; with `stderr`, to each command about the guest. */
function guest(state: string, inactive: string, live: string, auto: string, transient: string, stderr = '') {
  const answers = [state, inactive, live, auto, transient].map((stdout) => ({
    status: 0,
    stdout: Buffer.from(stdout),
    stderr: Buffer.from(stderr),
  }));
  return guestAt('rec-vm1').parse(answers);
}

function mac(last: number): string {
  return `52:54:00:aa:00:0${last}`;
}
