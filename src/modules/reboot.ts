import * as z from 'zod';
import { bootId, runningGuests } from '../host/reboot.ts';
import { sessionPath } from '../management/session-path.ts';
import { type Impact, NO_IMPACT } from '../plan/change.ts';
import { changes, type Plan } from '../plan/plan.ts';
import { scriptStep } from '../plan/step.ts';
import { seconds } from './arguments.ts';
import { defineModule } from './module.ts';

export const reboot = defineModule({
  name: 'reboot',
  summary: 'Reboot the host and wait until it is back',
  description: [
    'It always acts: use it in a handler or with a condition. The host is back when a new connection shows that',
    'it has booted and test_command succeeds. Running guests go down with the host, which needs disruption: link.',
  ].join('\n'),
  example: 'reboot: { msg: for the new kernel, reboot_timeout: 900 }',
  args: z.strictObject({
    msg: z
      .string()
      .regex(/^[^\0\n]*$/, 'one line')
      .default('Reboot by Virtfleet')
      .describe('Message for logged-in users'),
    pre_reboot_delay: seconds.default(0).describe('Seconds before the host goes down'),
    reboot_timeout: seconds.default(600).describe('Seconds to wait for the host'),
    test_command: z
      .string()
      .regex(/^[^\0]+$/, 'a shell command')
      .default('true')
      .describe('Shell command that succeeds when the host is back'),
    post_reboot_delay: seconds.default(0).describe('Seconds to wait after the host is back'),
  }),
  observe: () => ({ boot: bootId, guests: runningGuests, path: sessionPath }),
  plan: (desired, { boot, guests, path }): Plan => {
    if (path.client === undefined) return { changes: [], failure: THIS_MACHINE };
    const { pre_reboot_delay, reboot_timeout, test_command, post_reboot_delay, msg } = desired;
    const down = scriptStep('reboot', REBOOT, [String(Math.max(1, pre_reboot_delay)), msg]);
    const sleep = {
      do: 'run',
      argv: ['sleep', String(post_reboot_delay)],
      seconds: post_reboot_delay,
    } as const;
    const until = `[ "$(cat /proc/sys/kernel/random/boot_id)" != "$1" ] && { ${test_command}\n}`;
    return changes(
      {
        action: 'restart',
        proof: 'opaque',
        what: 'host',
        before: 'running',
        after: 'rebooted',
        impact: impactOf(guests),
        steps: [
          down,
          { do: 'reconnect', script: until, args: [boot], seconds: pre_reboot_delay + reboot_timeout },
        ],
        predictions: [],
      },
      ...(post_reboot_delay > 0
        ? [
            {
              action: 'run' as const,
              proof: 'opaque' as const,
              what: 'pause',
              before: null,
              after: null,
              impact: NO_IMPACT,
              steps: [sleep],
              predictions: [],
              bookkeeping: true as const,
            },
          ]
        : []),
    );
  },
});

const THIS_MACHINE = 'There is no SSH session here: this would reboot the machine that Virtfleet runs on.';

function impactOf(guests: readonly string[] | undefined): Impact {
  if (guests?.length === 0) return { disruption: 'service', note: 'the host reboots' };
  const which = guests
    ? `its running guests ${guests.join(', ')}`
    : 'its guests, which libvirt does not list,';
  return { disruption: 'link', note: `the host reboots, and ${which} go down with it` };
}

/** From a unit of its own, so that this session can say that all went well. */
const REBOOT = `
systemd-run --quiet --collect --on-active="$1" --timer-property=AccuracySec=100ms shutdown -r now "$2" ||
  (setsid sh -c 'sleep "$0"; shutdown -r now "$1"' "$1" "$2" </dev/null >/dev/null 2>&1 &)`;
