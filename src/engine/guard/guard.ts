import type { Confirm } from '../../plan/guard.ts';
import type { Step } from '../../plan/step.ts';
import { BACKUPS, GUARDS } from '../script/state-folders.ts';

/** A change that the host rolls back by itself unless a new connection confirms it in time. */
export interface Guard {
  /** Names its backup; letters, digits and dashes. */
  id: string;
  /** What is changed, for the journal of the host and whoever finds the backup. */
  label: string;
  /** Shell text that keeps in the backup what is undone, beside the files. */
  keep?: string;
  rollback: readonly Step[];
  boot: readonly Step[];
  /** Files that are put back. */
  files: readonly string[];
  /**
   * It only writes files, which count once something reads them: what a later guard of the same run does. When that is
   * rolled back they are put back too.
   */
  dormant: boolean;
  /** The playbook says what a failure is: a program that ends with another status than 0 is none by itself. */
  judged: boolean;
  /** Seconds. */
  seconds: number;
  confirm: Confirm;
}

type Named = Pick<Guard, 'id'>;

export const folderOf = ({ id }: Named) => `${BACKUPS}/${id}`;

/** Says to all users of the host that the change is not confirmed. */
export const noteOf = ({ id }: Named) => `${GUARDS}/${id}`;

/** The timer, and the unit that it starts. */
export const timerUnit = ({ id }: Named) => `virtfleet-guard-${id}`;

/** Rolls back what a reboot met. */
export const bootUnit = ({ id }: Named) => `virtfleet-restore-${id}.service`;

/** Shell text that calls both off, in the folder of the guard. systemd knows a unit until it reads all units again. */
export function disarm(guard: Named): string {
  const unit = bootUnit(guard);
  return `rm -f armed reserve /etc/systemd/system/${unit} /etc/systemd/system/sysinit.target.wants/${unit}
${callOff(guard)}`;
}

/** Shell text that calls the timer off; a boot still rolls back. */
export function callOff(guard: Named): string {
  return `rm -f ${noteOf(guard)}
systemctl --no-block stop ${timerUnit(guard)}.timer 2>/dev/null
systemctl --no-block daemon-reload`;
}

/** Shell text that prints the paths over which files of the backup are mounted: proc(5), mountinfo. */
export function mountedText({ id }: Named): string {
  return `sed -n 's|^[^ ]* [^ ]* [^ ]* [^ ]*/${id}/[^ ]* \\([^ ]*\\) .*|\\1|p' /proc/self/mountinfo | sort -u`;
}
