/** What Ansible has and Virtfleet has not, with what to write instead. */
const TASK_KEYS: Readonly<Record<string, string>> = {
  block: 'Blocks are not supported: write their tasks one after the other, each with its own condition.',
  rescue: 'Blocks are not supported; ignore_errors and register let a later task react.',
  with_items: 'Use loop.',
  with_list: 'Use loop.',
  with_dict: 'Use loop with a list of maps.',
  until: 'Tasks are not repeated; wait_for waits for something.',
  retries: 'Tasks are not repeated; wait_for waits for something.',
  delegate_to: 'Give the task a play of its own, for the host that should run it.',
  become_user: 'Virtfleet becomes root only.',
  include_tasks: 'Write the tasks into the play.',
  import_tasks: 'Write the tasks into the play.',
};

const PLAY_KEYS: Readonly<Record<string, string>> = {
  roles: 'Roles are not supported: write their tasks into the play.',
  pre_tasks: 'Put them first among tasks.',
  post_tasks: 'Put them last among tasks, after flush_handlers.',
  import_playbook: 'Name both playbooks on the command line.',
  connection: 'Set ansible_connection in the inventory.',
  remote_user: 'Set ansible_user in the inventory.',
  become_user: 'Virtfleet becomes root only.',
  strategy: 'Hosts never wait for each other; serial makes batches.',
};

/** Modules of collections that have a counterpart with another name. */
const MODULES: Readonly<Record<string, string>> = {
  'community.libvirt.virt_net': 'network',
  virt_net: 'network',
  'ansible.posix.sysctl': 'sysctl',
  apt: 'package',
  dnf: 'package',
  yum: 'package',
  systemd: 'service',
  systemd_service: 'service',
  'community.general.modprobe': 'modprobe',
};

export function adviceForTask(key: string): string | undefined {
  return Object.hasOwn(TASK_KEYS, key) ? TASK_KEYS[key] : undefined;
}

export function adviceForPlay(key: string): string | undefined {
  return Object.hasOwn(PLAY_KEYS, key) ? PLAY_KEYS[key] : undefined;
}

/** The name here of a module as Ansible names it: that of its own collection is the same, or undefined. */
export function counterpart(name: string): string | undefined {
  const short = shortName(name);
  return Object.hasOwn(MODULES, short) ? MODULES[short] : undefined;
}

/** The module's name without the collections that ship with Ansible itself. */
export function shortName(name: string): string {
  return name.replace(/^ansible\.(builtin|legacy)\./, '');
}
