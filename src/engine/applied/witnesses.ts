import type { Witness } from '../../plan/evidence.ts';
import { only, type Probe } from '../../plan/probe.ts';

export interface Witnesses {
  /** Whether this session may read the journal of others. */
  readable: boolean;
  all: readonly Witness[];
}

/** So many lines are read, the newest. */
const LINES = '400';

const READ = `
command -v journalctl >/dev/null || exit 0
above=$$ own=\${SSH_CONNECTION%% *}
while [ -z "$own" ] && [ "\${above:-1}" -gt 1 ]; do
  own=$(tr '\\0' '\\n' 2>/dev/null <"/proc/$above/environ" | sed -n 's/^SSH_CONNECTION=\\([^ ]*\\).*/\\1/p')
  above=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$above/status" 2>/dev/null)
done
if [ "$(id -u)" = 0 ] || id -Gn | grep -qwE 'adm|systemd-journal|wheel'; then echo "all $own"; else exit 0; fi
journalctl -q --no-pager -o json --output-fields=MESSAGE,SYSLOG_IDENTIFIER,_UID,_EXE -t virtfleet -t sudo -t sshd -t sshd-session -n ${LINES}`;

/**
 * What the journal of the host says of runs, of sudo and of logins. Every user of the host can write there under any name
 * (logger(1), `-t`); the user and the program are journald's own words (systemd.journal-fields(7)). A login is told by
 * root, and a command by sudo itself, which runs as whom it is called by. A run without root has its line written by its
 * user.
 */
export const witnesses: Probe<Witnesses> = {
  key: 'witnesses',
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  parse: (answers) => {
    const [first, ...lines] = only(answers).stdout.toString().split('\n');
    const [said, own = ''] = (first ?? '').split(' ');
    // Whoever checks logs in, too.
    const isOther = ({ kind, what }: Witness) => kind !== 'login' || own === '' || what !== `from ${own}`;
    return { readable: said === 'all', all: lines.flatMap(parseLine).filter(isOther) };
  },
};

function parseLine(line: string): Witness[] {
  if (!line.startsWith('{')) return [];
  const entry = parsed(line);
  const { MESSAGE: message, SYSLOG_IDENTIFIER: program, __REALTIME_TIMESTAMP: micros } = entry;
  if (typeof message !== 'string' || typeof micros !== 'string' || !/^\d{1,16}$/.test(micros)) return [];
  const at = new Date(Number(micros) / 1000).toISOString();
  const isRoot = entry['_UID'] === '0';
  const isSudo = isRoot || /^\/usr\/(?:\S+\/)?sudo(?:-rs|\.ws)?$/.test(String(entry['_EXE']));
  if (program === 'sudo' ? !isSudo : program !== 'virtfleet' && !isRoot) return [];
  const found =
    program === 'virtfleet' ? ofRun(message) : program === 'sudo' ? ofSudo(message) : ofLogin(message);
  return found ? [{ at, ...found, ...(program === 'virtfleet' && isRoot && { byRoot: true }) }] : [];
}

function parsed(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** `alice@laptop from 10.0.0.5, run 3f2a…: Networks`, as `journal` writes it. */
function ofRun(message: string): Omit<Witness, 'at'> | undefined {
  const [, who = '', run = '', what = ''] =
    /^(\S+)(?: from \S+)?, run ([0-9a-f-]+): (.*)$/s.exec(message) ?? [];
  return who === '' ? undefined : { kind: 'virtfleet', who, what, run };
}

/** The shell of Virtfleet itself, of today (`ROOT_SHELL` of the transport) and of earlier versions. */
const OWN_SHELL = /^(?:\/usr)?\/bin\/sh -c .*(?:set -- virtfleet-shell 0|echo "virtfleet [0-9a-f]{16} 0)/s;

/** `alice : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/virsh net-edit lab`, see sudoers(5). */
function ofSudo(message: string): Omit<Witness, 'at'> | undefined {
  // What sudo refused has the reason behind the colon.
  const [, who = '', what = ''] = /^\s*(\S+) : (?=[A-Z]+=).*?COMMAND=(.*)$/s.exec(message) ?? [];
  if (who === '' || OWN_SHELL.test(what)) return undefined;
  return { kind: 'sudo', who, what };
}

function ofLogin(message: string): Omit<Witness, 'at'> | undefined {
  const [, who = '', from = ''] = /^Accepted \S+ for (\S+) from (\S+)/.exec(message) ?? [];
  return who === '' ? undefined : { kind: 'login', who, what: `from ${from}` };
}
