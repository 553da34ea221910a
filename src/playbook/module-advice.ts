/** Modules of Ansible that projects for libvirt hosts use and Virtfleet has not, by what to write instead. */
const ADVICE: readonly (readonly [advice: string, modules: readonly string[]])[] = [
  ['Keep the file itself: lineinfile with path, line and create: true.', ['authorized_key', 'known_hosts']],
  [
    'Write a lineinfile for each line, or a template of the whole file.',
    ['ini_file', 'iptables_state', 'pam_limits', 'assemble', 'interfaces_file', 'cron', 'xml'],
  ],
  [
    'Write a command with changed_when and failed_when, or a script that does nothing where nothing is to be done.',
    ['unarchive', 'git', 'pip', 'archive', 'async_status', 'getent', 'lvol', 'lvg', 'parted'],
  ],
  [
    'Keep the unit: template of NAME.mount, then service with state: started and enabled: true.',
    ['mount', 'filesystem'],
  ],
  [
    'Networks bring their own rules; others stand in a template of /etc/nftables.conf, with a service task.',
    ['iptables', 'nftables', 'firewalld', 'ufw'],
  ],
  [
    'Bridges are kept by the module bridge, through netplan; NetworkManager and Open vSwitch are configured elsewhere.',
    ['nmcli', 'openvswitch_bridge', 'openvswitch_port', 'openvswitch_db'],
  ],
  [
    'Write its files with copy or template, then package with update_cache: true.',
    ['apt_repository', 'apt_key', 'yum_repository', 'rpm_key', 'debconf', 'deb822_repository'],
  ],
  ['Ask with a command: rpm or dpkg-query, with changed_when: false.', ['package_facts']],
  ['Write `shell`: all hosts have one.', ['raw']],
  ['Write a command: ssh-keygen -q -N "" -f PATH, with creates: PATH.', ['openssh_keypair']],
  [
    'Prepare the host with the tool that is made for it, before Virtfleet comes.',
    [
      'redhat_subscription',
      'rhsm_repository',
      'rhsm_release',
      'subscription_manager',
      'zfs',
      'zpool',
      'lxd_container',
    ],
  ],
  [
    'Write a command with changed_when, or a script that does nothing where nothing is to be done.',
    [
      'htpasswd',
      'acl',
      'alternatives',
      'locale_gen',
      'make',
      'npm',
      'patch',
      'subversion',
      'expect',
      'dpkg_selections',
    ],
  ],
  ['Set SELinux up by a command: setsebool, semanage.', ['seboolean', 'selinux', 'sefcontext']],
  ['Give the host the time zone by a command: timedatectl set-timezone ZONE.', ['timezone']],
  ['Copy the files of a folder one by one, with with_fileglob.', ['synchronize']],
];

const BY_NAME = new Map(ADVICE.flatMap(([advice, modules]) => modules.map((name) => [name, advice])));

/** Names of modules for which there is advice. */
export const ADVISED: readonly string[] = [...BY_NAME.keys()];

/** What to write instead of a module, whose collection does not count. */
export function adviceForModule(name: string): string | undefined {
  return BY_NAME.get(name.split('.').at(-1) ?? name);
}
