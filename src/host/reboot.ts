import { only, type Probe, ProbeError } from '../plan/probe.ts';

/** What distinguishes this run of a host from the one before: random(4), boot_id. */
export const bootId: Probe<string> = {
  key: 'boot id',
  ask: { kind: 'script', script: 'cat /proc/sys/kernel/random/boot_id', args: [] },
  parse: (answers) => {
    const id = only(answers).stdout.toString().trim();
    if (!id) throw new ProbeError('cannot read which run of the host this is');
    return id;
  },
};

/** Guests that run, or undefined where libvirt does not say so. None where there is no libvirt. */
export const runningGuests: Probe<readonly string[] | undefined> = {
  key: 'running guests',
  ask: { kind: 'script', script: "command -v virsh >/dev/null || exit 0\nlibvirt 'list --name'", args: [] },
  parse: (answers) => {
    const { status, stdout } = only(answers);
    return status === 0 ? stdout.toString().split('\n').filter(Boolean) : undefined;
  },
};
