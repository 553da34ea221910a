import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hostFirewall } from '../../../src/host/firewall/host-firewall.ts';
import { firewallRules } from '../../../src/libvirt/observe/firewall-rules.ts';
import type { Probe } from '../../../src/plan/probe.ts';
import { ask } from '../../modules/trial.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'virtfleet-chains-'));
  program('id', 'echo 0');
  program('nft', 'true');
});
afterEach(() => rmSync(folder, { recursive: true }));

function program(name: string, text: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
}

/** Asks as root, where the kernel names the tables of iptables-legacy in this file. */
function asked<T>(probe: Probe<T>, tables = '/dev/null'): T {
  if (probe.ask.kind !== 'script') throw new Error(probe.key);
  const text = probe.ask.script.replaceAll(`/proc/net/\${family}_tables_names`, tables);
  return ask({ ...probe, ask: { ...probe.ask, script: `PATH=${folder}:$PATH\n${text}` } });
}

const SAVED = [
  '*filter',
  ':FORWARD ACCEPT [0:0]',
  ':LIBVIRT_FWO - [0:0]',
  '-A FORWARD -j LIBVIRT_FWO',
  '-A LIBVIRT_FWO -i virbr7 -j REJECT',
];

it('filters of iptables-legacy are read beside those of nft: the file that names them has no size', () => {
  program('iptables-legacy-save', `cat <<'END'\n${SAVED.join('\n')}\nEND`);
  program('ip6tables-legacy-save', 'true');
  // As every file of /proc it has content and no size.
  expect(asked(firewallRules, '/proc/version')?.['to outside, refused']).toEqual(['virbr7']);
  expect(asked(hostFirewall, '/proc/version').chains).toHaveLength(2);
  expect(asked(hostFirewall).chains).toEqual([]);
});

it('where nft cannot list them they are not known, and nothing is missing', () => {
  program('nft', 'echo "table ip filter {"; exit 1');
  expect([asked(firewallRules), asked(hostFirewall).chains]).toEqual([undefined, 'unknown']);
});

it('what only root may list is in no record that all users of the host can read', () => {
  expect([hostFirewall, firewallRules].map(({ open }) => open)).toEqual([undefined, undefined]);
});
