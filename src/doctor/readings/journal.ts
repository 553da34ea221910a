import { only, type Probe } from '../../plan/probe.ts';

/** A message of the host's journal. */
export interface LogLine {
  /** Seconds since 1970. */
  time: number;
  /** Who wrote it: `libvirtd`, `dnsmasq-dhcp`, `kernel`, … */
  by: string;
  text: string;
}

export interface Journal {
  /** The host's own time, in seconds since 1970. */
  now: number;
  /** False where the login user sees no messages of others. */
  isSeen: boolean;
  /** In the order in which they were written. */
  lines: readonly LogLine[];
}

const DAY = 24 * 3600;

/** Whether a message is of another time: what it tells of may have been mended since. */
export function isOld({ now }: Journal, { time }: LogLine): boolean {
  return now - time >= DAY;
}

/**
 * What libvirt, the dnsmasqs and AppArmor said since the host started: journalctl(1). Each kind has its own limit, so that
 * a talkative one hides none of the others. A user who may not read it gets a hint in place of messages.
 *
 * Every user of the host can write to the journal under any name (logger(1), `-t`). What begins with an underscore is said
 * by journald itself (systemd.journal-fields(7)): root wrote it, or the unit of a daemon that Virtfleet knows, in which no
 * user can start anything. Of a process that is gone already journald knows the user alone.
 */
const READ = `
date +%s
command -v journalctl >/dev/null || exit 0
messages() { journalctl -q --no-pager -b -o short-unix "$@" 2>/dev/null; }
[ -n "$(messages -n 1 _UID=0)" ] && echo seen || exit 0
units=$(systemctl list-units --all --plain --no-legend 'dnsmasq*.service' 2>/dev/null | sed 's/ .*//; s/^/_SYSTEMD_UNIT=/')
daemons='_UID=0 + _SYSTEMD_UNIT=libvirtd.service _SYSTEMD_UNIT=virtnetworkd.service'
messages -n 1500 -t dnsmasq-dhcp $daemons $units
messages -n 200 -t dnsmasq $daemons $units
messages -n 200 _UID=0 _COMM=libvirtd _COMM=virtnetworkd _COMM=virtqemud
messages -n 2000 _TRANSPORT=kernel _TRANSPORT=audit | grep -i 'apparmor="DENIED"' | tail -n 50
exit 0`;

export const journal: Probe<Journal> = {
  key: 'journal of the doctor',
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  parse: (answers) => parseJournal(only(answers).stdout.toString()),
};

/** `1764387000.123456 hv01 dnsmasq[812]: failed to …`; a line that begins with a blank goes on with the one before it. */
const LINE = /^(?<time>\d+)\.\d+ \S+ (?<by>[^\s[:]+)(?:\[\d+\])?: (?<text>.*)$/;

/** Exported for tests on recorded output. */
export function parseJournal(text: string): Journal {
  const [now = '0', ...rest] = text.split('\n');
  const lines: LogLine[] = [];
  for (const line of rest) {
    const { time, by = '', text: said = '' } = LINE.exec(line)?.groups ?? {};
    const last = lines.at(-1);
    if (time !== undefined) lines.push({ time: Number(time), by, text: said });
    else if (last && line.startsWith(' ')) last.text += `\n${line.trim()}`;
  }
  const sorted = lines.toSorted((one, other) => one.time - other.time);
  return { now: Number(now), isSeen: rest[0] === 'seen', lines: sorted };
}
