import * as z from 'zod';
import { fileChange } from '../host/file-change.ts';
import { fileAt } from '../host/files.ts';
import { withNetworkCopy } from '../management/network-copy.ts';
import { guarded, selfImpact } from '../management/self-path.ts';
import { sessionPath } from '../management/session-path.ts';
import { type Change, NO_IMPACT, predict } from '../plan/change.ts';
import type { Plan } from '../plan/plan.ts';
import { only, type Probe } from '../plan/probe.ts';
import type { Step } from '../plan/step.ts';
import { defineModule } from './module.ts';

const args = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9_][A-Za-z0-9_-]*$/, 'the name of a kernel module, such as br_netfilter')
    .describe('Name of the kernel module'),
  state: z.enum(['present', 'absent']).default('present').describe('Whether it is loaded'),
  params: z
    .string()
    .regex(/^[^\n\0'"]*$/, 'one line without quotes')
    .default('')
    .describe('Its parameters, such as `nested=1`, for when it is loaded'),
  persistent: z
    .enum(['disabled', 'present'])
    .default('disabled')
    .describe('Whether the host loads it when it boots; disabled leaves that as it is'),
});
type Desired = z.output<typeof args>;

export const modprobe = defineModule({
  name: 'modprobe',
  summary: 'Load or unload a kernel module, now and with persistent: present when the host boots',
  description: [
    'One that is built into the kernel is loaded. Parameters are given when it is loaded; of a loaded one they are not',
    'compared. For the next boot they are in /etc/modules-load.d/NAME.conf and /etc/modprobe.d/NAME.conf. One is unloaded',
    'under a guard: links and filters go with their drivers.',
  ].join('\n'),
  example: 'modprobe: { name: br_netfilter, persistent: present }',
  args,
  prepare: (desired, { report }) => {
    if (desired.state === 'absent' && desired.persistent === 'present')
      report({
        code: 'modprobe-arguments',
        summary: 'Arguments of modprobe do not fit together',
        detail: 'What is not to be loaded is not loaded when the host boots.',
        at: ['persistent'],
      });
    return desired;
  },
  resource: ({ name }) => `kernel module ${name}`,
  observe: ({ name, state }) => ({
    ...(state === 'absent' && { session: sessionPath }),
    loaded: moduleAt(name),
    load: fileAt(`/etc/modules-load.d/${name}.conf`),
    options: fileAt(`/etc/modprobe.d/${name}.conf`),
  }),
  plan: (desired, { loaded, load, options, session }): Plan => {
    const { name, state, params, persistent } = desired;
    const isWanted = state === 'present';
    const boot = [
      ...fileChange({ path: `/etc/modules-load.d/${name}.conf`, content: `${name}\n` }, load),
      ...(params === ''
        ? []
        : fileChange(
            { path: `/etc/modprobe.d/${name}.conf`, content: `options ${name} ${params}\n` },
            options,
          )),
    ];
    const unknown = `what ${name} drives goes with it, and so may your way to this host`;
    const self = session && selfImpact({ unknown }, { session });
    const now = loaded === isWanted ? [] : [guarded(change(desired, isWanted), self)];
    const result = { name, state, params };
    // The host loads what it needs by itself when it boots.
    const rollback = () => withNetworkCopy({ steps: [step(desired, !isWanted)], boot: [] });
    return { changes: [...now, ...(persistent === 'present' ? boot : [])], rollback, result };
  },
});

function step({ name, params }: Desired, isWanted: boolean): Step {
  const words = params.split(/\s+/).filter(Boolean);
  return { do: 'run', argv: isWanted ? ['modprobe', name, ...words] : ['modprobe', '-r', name] };
}

function change(desired: Desired, isWanted: boolean): Change {
  const { name } = desired;
  return {
    action: isWanted ? 'start' : 'stop',
    proof: 'observed',
    what: `kernel module ${name}`,
    copies: ['kernel'],
    before: isWanted ? null : 'loaded',
    after: isWanted ? 'loaded' : null,
    impact: NO_IMPACT,
    steps: [step(desired, isWanted)],
    predictions: [predict(moduleAt(name), isWanted)],
    // It brings parameters of the kernel, devices and other modules.
    sideEffects: true,
  };
}

/** Names are written with - or _, which is the same: modprobe(8). */
const READ = `
name=$(printf %s "$1" | tr - _)
builtin=/lib/modules/$(uname -r)/modules.builtin
if [ -d "/sys/module/$name" ]; then echo loaded
elif [ -r "$builtin" ] && tr - _ <"$builtin" | grep -q "/$name[.]ko"; then echo loaded
fi`;

function moduleAt(name: string): Probe<boolean> {
  return {
    key: `kernel module ${name.replaceAll('-', '_')}`,
    ask: { kind: 'script', script: READ, args: [name] },
    parse: (answers) => only(answers).stdout.length > 0,
  };
}
