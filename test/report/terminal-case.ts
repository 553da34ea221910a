import type { Mode, Outcome } from '../../src/plan/outcome.ts';
import { type TerminalOptions, terminalListener } from '../../src/report/terminal.ts';
import { change } from './outcomes.ts';

export const HOSTS = ['hv01', 'hv02', 'hv03'];

/** What the terminal shows of a run that ended like this. */
export function report(
  outcomes: readonly Outcome[],
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
  listener({ type: 'run-started', playbook: 'site.yaml', mode, hosts });
  listener({ type: 'play-started', play: 'Networks', hosts });
  for (const outcome of outcomes) listener({ type: 'task-ended', outcome });
  listener({ type: 'run-ended', interrupted: false });
  return text;
}

export const TOUCHED = [
  change('file /etc/motd', {
    before: '1 line',
    after: '1 line',
    diff: { label: '/etc/motd', before: 'a\n', after: 'b\n' },
    steps: [{ do: 'run', argv: ['touch', '/etc/motd\x07'] }],
  }),
];
