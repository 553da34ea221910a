import { createHash } from 'node:crypto';

/** Whose file it is, and what it was when it was written. */
const MARK = /^# Written by virtfleet schedule install for (.+), ([0-9a-f]{16})\n/;

/** A file with a first line that says which check it is for, and by which an edited file is recognised. */
export function marked(text: string, check: string): string {
  return `# Written by virtfleet schedule install for ${check}, ${digest(text)}\n${text}`;
}

/** Why a file that is there must not be replaced or removed for a check; undefined when it may. */
export function foreignFault(there: string, check: string): string | undefined {
  const [mark, owner, written] = MARK.exec(there) ?? [];
  if (mark === undefined) return 'Virtfleet did not write it.';
  if (owner !== check) return `it is for ${owner}.`;
  return digest(there.slice(mark.length)) === written ? undefined : 'it was edited since Virtfleet wrote it.';
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
