/** What Ansible has and Virtfleet has not, with what to write instead. */
const TASK_KEYS: Readonly<Record<string, string>> = {
  rescue: 'It belongs to a block: put `block:` beside it.',
  always: 'It belongs to a block: put `block:` beside it.',
  connection: 'Write it on the play, or delegate_to: localhost on the task.',
  remote_user: 'Write it on the play, or set ansible_user in the inventory.',
  port: 'Write it on the play, or set ansible_port in the inventory.',
  become_flags: 'Set what sudo does in the sudoers file of the host.',
  become_exe: 'Set what sudo does in the sudoers file of the host.',
};

/** No kept library makes the hashes of crypt(3). */
const HASHED = "Hash it where it is used: {{ NAME | password_hash('sha512', salt) }}.";

const PLAY_KEYS: Readonly<Record<string, string>> = {
  become_flags: 'Set what sudo does in the sudoers file of the host.',
  become_exe: 'Set what sudo does in the sudoers file of the host.',
  encrypt: HASHED,
  salt: HASHED,
  salt_size: HASHED,
};

/** Keys of Ansible that are refused with advice; those of a block without `block` are none of them. */
export const REFUSED: readonly string[] = [...Object.keys(TASK_KEYS), ...Object.keys(PLAY_KEYS)];

/** Modules of Ansible that are another one here, which takes their arguments. */
const MODULE_ALIASES: Readonly<Record<string, string>> = {
  'ansible.posix.sysctl': 'sysctl',
  'community.general.modprobe': 'modprobe',
  gather_facts: 'setup',
  apt: 'package',
  dnf: 'package',
  yum: 'package',
  systemd: 'service',
  systemd_service: 'service',
};

export function adviceForTask(key: string): string | undefined {
  return Object.hasOwn(TASK_KEYS, key) ? TASK_KEYS[key] : undefined;
}

export function adviceForPlay(key: string): string | undefined {
  return Object.hasOwn(PLAY_KEYS, key) ? PLAY_KEYS[key] : undefined;
}

/** The module's name here: without the collections that ship with Ansible itself and that of its libvirt modules. */
export function shortName(name: string): string {
  const short = name.replace(/^(?:ansible\.(?:builtin|legacy)|community\.libvirt(?=\.virt))\./, '');
  return (Object.hasOwn(MODULE_ALIASES, short) ? MODULE_ALIASES[short] : undefined) ?? short;
}
