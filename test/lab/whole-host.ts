import { lab } from './lab.ts';

/** What a host has, by path; of the kernel, libvirt and services by a name. */
export type WholeHost = ReadonlyMap<string, string>;

/** What a host writes by itself, or because somebody logs in, whoever it is. */
const ITS_OWN: readonly [path: RegExp, why: string][] = [
  [/^\/var\/log\/journal\/|^\/run\/log\/journal\//, 'journald: of the lines see `journal`'],
  [
    /^\/var\/log(\/(wtmp|btmp|lastlog|auth\.log|wtmp\.db))?$|^\/var\/lib\/(wtmpdb|lastlog)/,
    'logins: utmp(5)',
  ],
  [/^\/run\/utmp$/, 'logins: utmp(5)'],
  [/^\/run\/systemd\//, 'systemd: sessions, their scopes and the state of units'],
  [/^\/run\/user(\/|$)/, 'logind: the folder of a user who is logged in'],
  [/^\/run$/, 'sshd and logind make and remove files of a login right in it'],
  [/^\/run\/sudo(\/|$)|^\/var\/lib\/sudo(\/|$)/, 'sudo: when it was used last'],
  [/^\/run\/host\//, 'the machine outside of the lab'],
  [/^\/run\/dbus\/|^\/run\/udev\//, 'the bus and udev'],
  [/^\/run\/motd\.dynamic(\.new)?$/, 'pam_motd(8) of a login'],
  [/^unit (session|user|run-|sshd?@)/, 'logind and sshd: a login is a unit'],
];

const FILES = `
find / /run /tmp /dev/shm -xdev -printf '%p\\t%y %m %u:%g %T@ %l\\n'
find / /run /tmp /dev/shm -xdev -type f -print0 | xargs -0 md5sum | sed 's/^\\([0-9a-f]*\\)  \\(.*\\)$/\\2\\t\\1/'
say() { printf '%s\\t%s\\n' "$1" "$(shift; "$@" 2>&1 | base64 -w0)"; }
say addresses sh -c "ip addr | sed 's/_lft [0-9a-z]*//g'"
say routes sh -c 'ip route show table all; ip -6 route show table all | sed "s/expires [0-9]*sec//"; ip rule'
say bridges bridge link
say iptables iptables -S
say nft nft -s list ruleset
say sysctl sh -c 'sysctl -a 2>/dev/null | grep -E "^net[.](ipv[46][.](conf|ip_)|bridge)"'
say networks sh -c 'for one in $(virsh net-list --all --uuid); do virsh net-info $one; virsh net-dumpxml $one; virsh net-dumpxml $one --inactive; done'
say guests sh -c 'for one in $(virsh list --all --uuid); do virsh dominfo $one | grep -v "CPU time"; virsh dumpxml $one; done'
say pools sh -c 'virsh pool-list --all; for one in $(virsh pool-list --all --uuid); do virsh pool-dumpxml $one; done'
systemctl list-units --all --no-legend --plain --type=service,timer,socket | awk '$2 == "loaded" { print "unit " $1 "\\t" $3 " " $4 }'`;

/** Everything on a host but what it writes by itself: of each file its kind, mode, owner, time, target and content. */
export async function wholeHost(name: string): Promise<WholeHost> {
  const { stdout } = await lab.onHost(name, FILES);
  const all = new Map<string, string>();
  for (const line of stdout.split('\n')) {
    const [path = '', about] = line.split('\t');
    if (about === undefined || ITS_OWN.some(([own]) => own.test(path))) continue;
    all.set(path, `${all.get(path) ?? ''} ${about}`);
  }
  return all;
}

/** The paths and names of what is not the same. */
export function changedIn(before: WholeHost, after: WholeHost): string[] {
  const all = new Set([...before.keys(), ...after.keys()]);
  return [...all].filter((path) => before.get(path) !== after.get(path)).toSorted();
}

/** Whose lines may come into a journal because somebody logs in, and of sudo that somebody uses it. */
const LOGINS =
  /^(sshd(-session|-auth)?|systemd(-[a-z]+)?|\(systemd\)|\(sd-pam\)|sudo|su|dbus-daemon|kernel)$/;

/** Where the journal of a host ends now. */
export async function journalEnd(name: string): Promise<string> {
  const { stdout } = await lab.onHost(
    name,
    'journalctl -n 1 --show-cursor -o cat | sed -n "s/^-- cursor: //p"',
  );
  return stdout.trim();
}

/** Lines of a journal since then that nobody's login brings about. */
export async function journal(name: string, since: string): Promise<string[]> {
  const { stdout } = await lab.onHost(name, 'journalctl -o json --after-cursor "$1"', { args: [since] });
  const lines = stdout.split('\n').filter(Boolean);
  if (lines.length === 0) throw new Error(`the journal of ${name} has no line of a login`);
  return lines.flatMap((line) => {
    const { SYSLOG_IDENTIFIER: who, MESSAGE: what } = JSON.parse(line);
    return LOGINS.test(String(who)) ? [] : [who === undefined ? what : `${who}: ${what}`];
  });
}
