import { readdirSync, readFileSync } from 'node:fs';

/** The names in a folder that begin so. */
export function files(folder: string, start: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith(start));
}

/** When a process began, as the kernel counts it (proc(5)). */
export function born(pid: number): string {
  return (
    readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[19] ?? ''
  );
}
