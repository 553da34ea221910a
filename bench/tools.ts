import { join } from 'node:path';
import { quote } from '../src/plan/quote.ts';
import type { Lab } from '../test/lab/lab.ts';

/** The phases of `playbooks/site.yaml`; the last two are of hosts that have everything already. */
export const SITE_PHASES = ['first run', 'rerun', 'check'] as const;
export type SitePhase = (typeof SITE_PHASES)[number];

/** The last is of thousands of reservations, measured only when it is named. */
export const PHASES = [...SITE_PHASES, 'leases'] as const;
export type Phase = (typeof PHASES)[number];

export const TOOLS = ['virtfleet', 'ansible', 'mitogen', 'xargs ssh'] as const;
export type ToolName = (typeof TOOLS)[number];

/** One way to do the work of `playbooks/site.yaml`. */
export interface Tool {
  name: ToolName;
  /** The command for the operator's machine; undefined where the tool cannot do this. */
  argv(phase: SitePhase): readonly string[] | undefined;
  env: NodeJS.ProcessEnv;
}

const root = join(import.meta.dirname, '..');

/** The command that runs playbooks. */
export const program = ['node', join(root, 'dist/cli.js'), 'run'];

export function toolsFor(lab: Lab, variables: string): Tool[] {
  const inventories = ['-i', lab.paths.inventory, '-i', variables];
  const check = (phase: SitePhase) => (phase === 'check' ? ['--check'] : []);
  const ansible = (phase: SitePhase) => [
    'ansible-playbook',
    join(root, 'bench/ansible/site.yaml'),
    ...inventories,
    `--ssh-common-args=-F ${lab.paths.sshConfig}`,
    ...check(phase),
  ];
  const env = { ANSIBLE_CONFIG: join(root, 'bench/ansible/ansible.cfg') };
  const mitogen = '/usr/lib/python3/dist-packages/ansible_mitogen/plugins/strategy';
  return [
    {
      name: 'virtfleet',
      argv: (phase) => [...program, join(root, 'playbooks/site.yaml'), ...inventories, ...check(phase)],
      env: {},
    },
    { name: 'ansible', argv: ansible, env },
    {
      name: 'mitogen',
      argv: ansible,
      env: { ...env, ANSIBLE_STRATEGY: 'mitogen_linear', ANSIBLE_STRATEGY_PLUGINS: mitogen },
    },
    {
      name: 'xargs ssh',
      argv: (phase) => (phase === 'first run' ? undefined : plainReading(lab)),
      env: {},
    },
  ];
}

/** The networks of `playbooks/site.yaml`. */
const NETWORKS = ['default', 'nat-network', 'isolated', 'routed', 'bridged'];

/** The least that a look at the same networks can cost: one ssh and one virsh a host. */
function plainReading(lab: Lab): string[] {
  const reads = NETWORKS.flatMap((name) => [
    `net-info ${name}`,
    `net-dumpxml ${name} --inactive`,
    `net-dumpxml ${name}`,
  ]);
  // sshd hands this text to the login shell, which runs it as `ssh HOST sh` would.
  const remote = quote(['virsh', '-q', '-c', 'qemu:///system', reads.join(';')]);
  const ssh = `ssh -F ${quote([lab.paths.sshConfig])} HOST ${quote([remote])}`;
  const names = lab.hosts().map(({ name }) => name);
  return ['sh', '-c', `printf '%s\\n' "$@" | xargs -P 50 -I HOST ${ssh} >/dev/null`, 'sh', ...names];
}
