import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { RECORD } from '../../../../src/libvirt/network/scripts/record-script.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** As libvirt 9.0 prints it: of two interfaces the second has the tap `lo`, which this machine has. */
const guest = (bridge: string, more = '') => `<domain type='qemu'>
  <devices>
    <interface type='bridge'>
      <source network='net' portid='1' bridge='${bridge}'/>
      <target dev='vnet9'/>
    </interface>
    <interface type='bridge'>
      <mac address='52:54:00:00:00:01'/>
      <source network='net' portgroup='office' portid='2' bridge='${bridge}'/>
${more}      <target dev='lo'/>
      <model type='virtio'/>
    </interface>
  </devices>
</domain>
`;

/** Has libvirt take note that a tap of this guest is on `br.1` now; gives what was done, and what was left of it. */
function recorded(xml: string, { tap = 'lo', job = 'Job type:         None        ', refuses = false } = {}) {
  const cwd = mkdtempSync(join(folder, 'run-'));
  const script = `xml=$1 job=$3 refuses=$4 bridge=br.1 own=yes
libvirt() {
  case $1 in
    dumpxml) printf '%s\n' "$xml" ;;
    domjobinfo) echo "$job" ;;
    update-device) echo told; cat "$PWD/wanted.nic" >&3; [ "$refuses" = false ] ;;
  esac
}
ip() { echo "ip $*" >&3; }
plug() { echo "plug $*" >&3; }
now() { now=0; }
say() { echo "$@"; }
sleep() { :; }
${RECORD}
mkdir gap
record "$2" uuid 3>done
! [ -e unrecorded ] || echo unrecorded
cat done`;
  const args = ['-c', script, 'sh', xml, tap, job, String(refuses)];
  const { stdout, stderr } = spawnSync('sh', args, { cwd, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout;
}

it('libvirt is given the interface of the tap as it is, without the bridge that it had', () => {
  // To a regular expression this name is that of the new bridge.
  expect(recorded(guest('brx1', "      <port isolated='yes'/>\n"))).toBe(`ip link set dev lo nomaster
    <interface type='network'>
      <mac address='52:54:00:00:00:01'/>
      <source network='net' portgroup='office'/>
      <port isolated='yes'/>
      <target dev='lo'/>
      <model type='virtio'/>
    </interface>
plug br.1 lo
`);
});

it.each([
  ['libvirt has on that bridge', guest('br.1')],
  ['is a port of Open vSwitch', guest('ovsbr0', "      <virtualport type='openvswitch'/>\n")],
  ['is on a bridge itself', guest('br0').replaceAll("network='net' ", '')],
  ['has ended', ''],
])('one that %s stays where it is', (_, xml) => {
  expect(recorded(xml)).toBe('');
});

it('a guest that libvirt is busy with is never taken off its bridge', () => {
  expect(recorded(guest('br0'), { job: 'Job type:         Unbounded\nOperation:        Save' })).toBe(
    `libvirt still has another bridge than br.1 on record for lo, and plugs it in there when its daemon starts again. Run again. ${'The guest is being saved, dumped or moved.\n'.repeat(5)}unrecorded\n`,
  );
});

it('a backup is no hindrance', () => {
  const job = 'Job type:         Unbounded\nOperation:        Backup      ';
  expect(recorded(guest('br0'), { job })).toContain('nomaster');
});

it('is tried five times, and on its bridge behind each; for a tap that is gone once', () => {
  const refused = recorded(guest('br0'), { refuses: true });
  expect(refused.match(/nomaster|^plug br.1 lo|unrecorded/gm)).toEqual([
    ...['unrecorded', ...Array(5).fill(['nomaster', 'plug br.1 lo']).flat()],
  ]);
  const xml = guest('br0').replace("'lo'", "'no-such-tap'");
  const gone = recorded(xml, { tap: 'no-such-tap', refuses: true });
  expect(gone.match(/nomaster|^plug br.1|unrecorded/gm)).toEqual(['nomaster', 'plug br.1']);
});
