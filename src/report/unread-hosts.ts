import type { Problem } from '../problem.ts';
import { counted } from './fold.ts';
import { messageLines } from './message-lines.ts';
import type { Paint } from './paint.ts';
import { printable } from './printable.ts';
import { wrapped } from './wrap.ts';

/** A host that could not be read: why, what to do, and a command for the operator's own machine. */
export interface UnreadHost {
  host: string;
  message: string;
  hint?: string;
  command?: string;
}

export function unreadHost(host: string, { summary, detail, hint, command }: Problem): UnreadHost {
  return {
    host,
    message: detail === undefined ? summary : `${summary}: ${detail}`,
    ...(hint !== undefined && { hint }),
    ...(command !== undefined && { command }),
  };
}

export function unreadLines(hosts: readonly UnreadHost[], paint: Paint, width: number): string[] {
  const lines = [paint('bold', `${counted(hosts.length, 'host')} could not be read`)];
  for (const { host, message, hint, command } of hosts) {
    const said = messageLines(`${host}: ${message}`, { width, indent: '  ', limit: 0 });
    lines.push(...said.map((line) => paint('red', line)));
    if (hint !== undefined) lines.push(...wrapped(`hint: ${printable(hint)}`, width, '    '));
    if (command !== undefined) lines.push(`      ${printable(command)}`);
  }
  return lines;
}
