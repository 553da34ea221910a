import { only, type Probe } from '../../plan/probe.ts';

const READ = `cat "/sys/class/net/$1/device/sriov_numvfs" 2>/dev/null || echo 0`;

/** How many virtual functions a card of the host has; 0 also for what is none, or is not there. */
export function functionsOf(dev: string): Probe<number> {
  return {
    key: `virtual functions of ${dev}`,
    open: true,
    ask: { kind: 'script', script: READ, args: [dev] },
    parse: (answers) => Number(only(answers).stdout.toString()),
  };
}
