import { join } from 'node:path';
import type { Lab } from '../test/lab/lab.ts';
import { plainReading, plainWriting } from './by-hand.ts';
import { program } from './program.ts';

/** The phases of `playbooks/site.yaml`; the last two are of hosts that have everything already. */
export const SITE_PHASES = ['first run', 'rerun', 'check'] as const;
export type SitePhase = (typeof SITE_PHASES)[number];

/** The last is of thousands of reservations, measured only when it is named. */
export const PHASES = [...SITE_PHASES, 'leases'] as const;
export type Phase = (typeof PHASES)[number];

export const TOOLS = ['virtfleet', 'ansible', 'mitogen', 'xargs ssh'] as const;
export type ToolName = (typeof TOOLS)[number];

/** The name of another build of Virtfleet. */
export const AGAINST = 'virtfleet before';

/** One way to do the work of `playbooks/site.yaml`. */
export interface Tool {
  name: ToolName | typeof AGAINST;
  /** The command for the operator's machine. */
  argv(phase: SitePhase): readonly string[];
  env: NodeJS.ProcessEnv;
}

const root = join(import.meta.dirname, '..');

export const PLAYBOOK = join(root, 'playbooks/site.yaml');

/** The tools, with the other build of Virtfleet where one is given. */
export function toolsFor(lab: Lab, variables: string, against?: string): Tool[] {
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
  const built = (file: string) => (phase: SitePhase) => [
    ...['node', file, 'run', PLAYBOOK],
    ...[...inventories, ...check(phase)],
  ];
  return [
    { name: 'virtfleet', argv: built(program), env: {} },
    ...(against === undefined ? [] : [{ name: AGAINST, argv: built(against), env: {} } as const]),
    { name: 'ansible', argv: ansible, env },
    {
      name: 'mitogen',
      argv: ansible,
      env: { ...env, ANSIBLE_STRATEGY: 'mitogen_linear', ANSIBLE_STRATEGY_PLUGINS: mitogen },
    },
    {
      name: 'xargs ssh',
      argv: (phase) => (phase === 'first run' ? plainWriting(lab) : plainReading(lab)),
      env: {},
    },
  ];
}
