import { ProblemError } from '../../problem.ts';
import { listed, ranges } from '../../report/fold.ts';
import { printable } from '../../report/printable.ts';
import { ROOT_SHELL } from '../../transport/login.ts';
import type { RootNeed } from './root-needs.ts';

/** What one account does on which hosts; `needs` is absent where no playbook says it. */
export interface Account {
  user: string;
  hosts: readonly string[];
  needs?: readonly RootNeed[];
}

const WIDTH = 76;

const HEADER = [
  '# The way to root of Virtfleet, for /etc/sudoers.d/virtfleet of the hosts (mode 0440).',
  '# Check it before you install it: visudo -cf FILE',
  '#',
  '# AS GOOD AS ROOT. The rule allows the one command by which Virtfleet starts its shell of root,',
  '# which then runs whatever the account sends it. The rule saves you other ways to root (no',
  '# editor, no pager, no other program), and sudo logs each start. It is no limit to what is done.',
];

const LIBVIRT = [
  '# A member of the group libvirt manages networks, guests, pools and volumes without root. This is',
  '# as good as root, too: a guest may be given any disk of the host. To join: usermod -aG libvirt',
];

/** Hosts for which nobody logs in as another user than root, by why. */
export interface Unneedy {
  /** With `ansible_connection: local`. */
  local: readonly string[];
  /** Those that root logs in to. */
  root: readonly string[];
}

/** A file for sudoers(5), with a rule for each account that becomes root, and why as comments. */
export function sudoersFile(accounts: readonly Account[], unneedy: Unneedy): string {
  const lines = accounts.map(accountLines);
  const rules = accounts.filter(isNeedy).flatMap(({ user }) => {
    const name = userName(user);
    return [`Defaults:${name} !requiretty`, `${name} ALL=(root) NOPASSWD: VIRTFLEET_SHELL`];
  });
  const file =
    rules.length > 0
      ? [...HEADER, '', ...lines.flat(), `Cmnd_Alias VIRTFLEET_SHELL = ${command()}`, ...rules]
      : [...lines.flat(), ...reasonLines(unneedy), '# No rule of sudo is needed.'];
  return `${file.join('\n')}\n`;
}

function reasonLines({ local, root }: Unneedy): string[] {
  const named = (hosts: readonly string[], why: string) =>
    hosts.length > 0 ? [`# ${why}: ${printable(listed(ranges(hosts), WIDTH - why.length))}`] : [];
  return [...named(local, 'Nobody logs in to local hosts'), ...named(root, 'Root logs in itself to')];
}

function isNeedy({ needs }: Account): boolean {
  return needs === undefined || needs.some(({ why }) => why !== 'libvirt');
}

function accountLines({ user, hosts, needs = [] }: Account): string[] {
  const named = listed(ranges(hosts), WIDTH - user.length);
  const of = (sort: RootNeed['why']) => needs.filter(({ why }) => why === sort);
  const about = (title: string, some: readonly RootNeed[]) =>
    some.length > 0
      ? [
          title,
          ...some.map(({ place, task, module }) => `#   ${printable(place)}  ${printable(task)} (${module})`),
        ]
      : [];
  return [
    `# ${printable(user)} on ${printable(named)}`,
    ...about('# becomes root for:', of('root')),
    ...about('# becomes root for what may turn out only in the run:', of('unknown')),
    ...about('# says become where a member of the group libvirt needs no root:', of('libvirt')),
    ...(of('libvirt').length > 0 ? LIBVIRT : []),
    ...(needs.length > 0 ? ['#'] : []),
  ];
}

/** sudoers(5), Cmnd: the arguments are matched as one text, in which wildcards and separators are escaped. */
function command(): string {
  const [program = '', ...args] = ROOT_SHELL;
  return [program, ...args.map((arg) => arg.replaceAll(/[\\,:=*?[\]!#]/g, '\\$&'))].join(' ');
}

/** sudoers(5), User_Spec: names of capitals are aliases, and ALL is everybody. */
function userName(user: string): string {
  if (/^[A-Z][A-Z0-9_]*$/.test(user))
    throw new ProblemError([
      {
        code: 'no-sudoers-name',
        summary: `No rule of sudo can be written for the login user ${printable(user)}`,
        detail: 'sudoers(5) would take it for an alias, or for everybody.',
        hint: 'Name the account in ansible_user.',
      },
    ]);
  return user.replaceAll(/[^\w.-]/g, '\\$&');
}
