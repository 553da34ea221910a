import type { Mode } from '../../src/plan/outcome.ts';
import type { TaskRecord } from '../../src/plan/task-record.ts';
import { type TerminalOptions, terminalListener } from '../../src/report/terminal.ts';
import { change, ENDED, event, started } from './outcomes.ts';

export const HOSTS = ['hv01', 'hv02', 'hv03'];

/** What the terminal shows of a run that ended like this. */
export function report(
  outcomes: readonly TaskRecord[],
  mode: Mode = 'apply',
  options: Partial<TerminalOptions> = {},
) {
  let text = '';
  const write = (part: string) => {
    text += part;
  };
  const listener = terminalListener({
    write,
    color: false,
    width: 80,
    verbose: false,
    diff: false,
    expand: false,
    ...options,
  });
  const hosts = [...new Set(outcomes.map(({ host }) => host))];
  listener(started(hosts, mode));
  listener(event({ type: 'play-started', play: 'Networks', hosts }));
  for (const record of outcomes) listener(event({ type: 'task-ended', record }));
  listener(ENDED);
  return text;
}

export const TOUCHED = [
  change('file /etc/motd', {
    before: '1 line',
    after: '1 line',
    diff: { label: '/etc/motd', before: 'a\n', after: 'b\n' },
    steps: ['touch /etc/motd\x07'],
  }),
];
