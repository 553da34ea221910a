/** What one line of `self-check` says. */
export interface Finding {
  /** What was looked at: `ssh`, `known_hosts`. */
  name: string;
  /** `note`: it works, with something less. */
  status: 'ok' | 'note' | 'problem';
  detail: string;
  /** What to do, or what is less. */
  advice?: string;
  /** A command to copy. */
  command?: string;
}

/** Something that is as it should be. */
export const ok = (name: string, detail: string): Finding => ({ name, status: 'ok', detail });
