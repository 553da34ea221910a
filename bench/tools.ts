import { quote } from '../src/transport/quote.ts';
import type { Lab } from '../test/lab/lab.ts';

/** The networks of `playbooks/site.yaml`. */
const NETWORKS = ['default', 'nat-network', 'isolated', 'routed', 'bridged'];

export type Phase = 'first run' | 'rerun' | 'check';

/** One way to do the work of `playbooks/site.yaml`. */
export interface Tool {
  name: string;
  /** What is run in the operator's namespace; undefined where it cannot do this. */
  argv(phase: Phase): readonly string[] | undefined;
  env: NodeJS.ProcessEnv;
}

export function tools(lab: Lab, inventory: string): Tool[] {
  const inventories = ['-i', lab.paths.inventory, '-i', inventory];
  const ansible = (phase: Phase) => [
    'ansible-playbook',
    'bench/ansible/site.yaml',
    ...inventories,
    `--ssh-common-args=-F ${lab.paths.sshConfig}`,
    ...(phase === 'check' ? ['--check'] : []),
  ];
  const env = { ANSIBLE_CONFIG: 'bench/ansible/ansible.cfg' };
  return [
    {
      name: 'virtfleet',
      argv: (phase) => [
        'node',
        'dist/cli.js',
        'run',
        'playbooks/site.yaml',
        ...inventories,
        ...(phase === 'check' ? ['--check'] : []),
      ],
      env: {},
    },
    { name: 'ansible', argv: ansible, env },
    {
      name: 'ansible + mitogen',
      argv: ansible,
      env: {
        ...env,
        ANSIBLE_STRATEGY: 'mitogen_linear',
        ANSIBLE_STRATEGY_PLUGINS: '/usr/lib/python3/dist-packages/ansible_mitogen/plugins/strategy',
      },
    },
    { name: 'xargs ssh', argv: (phase) => (phase === 'first run' ? undefined : baseline(lab)), env: {} },
  ];
}

/** The least that a look at the same networks can cost: one ssh and one virsh a host. */
function baseline(lab: Lab): string[] {
  const reads = NETWORKS.flatMap((name) => [
    `net-info ${name}`,
    `net-dumpxml ${name} --inactive`,
    `net-dumpxml ${name}`,
  ]);
  const remote = quote(['virsh', '-q', '-c', 'qemu:///system', reads.join(';')]);
  const names = lab.hosts().map(({ name }) => name);
  const script = `printf '%s\\n' "$@" | xargs -P 50 -I HOST ssh -F ${quote([lab.paths.sshConfig])} HOST ${quote([remote])} >/dev/null`;
  return ['sh', '-c', script, 'xargs', ...names];
}

/** Takes everything off the hosts that a first run makes. */
export const RESET = `
for uuid in $(virsh net-list --uuid); do virsh net-destroy $uuid; done
for uuid in $(virsh net-list --all --uuid); do virsh net-undefine $uuid; done
rm -f /etc/netplan/6[01]-* /etc/sysctl.d/60-*
ip link show br0 && ip link delete br0
netplan apply; echo 0 >/proc/sys/net/ipv4/ip_forward; true`;
