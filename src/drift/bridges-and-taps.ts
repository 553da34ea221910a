import { only, type Probe } from '../plan/probe.ts';

/** The bridges and taps that the kernel has; a tap without a master is on no bridge. */
export interface BridgesAndTaps {
  bridges: readonly string[];
  taps: readonly { name: string; master?: string }[];
}

/** It prints `bridge NAME` or `tap NAME MASTER` for each. */
export const bridgesAndTaps: Probe<BridgesAndTaps> = {
  key: 'bridges and taps',
  ask: {
    kind: 'script',
    args: [],
    script: `
for link in /sys/class/net/*; do
  name=\${link##*/}
  if [ -d "$link/bridge" ]; then echo "bridge $name"
  elif [ -e "$link/tun_flags" ]; then
    master=$(readlink "$link/master") || master=
    echo "tap $name \${master##*/}"
  fi
done`,
  },
  volatile: true,
  parse: (answers) => {
    const lines = only(answers).stdout.toString().split('\n').filter(Boolean);
    const rows = lines.map((line) => line.split(' '));
    return {
      bridges: rows.flatMap(([kind, name = '']) => (kind === 'bridge' ? [name] : [])),
      taps: rows.flatMap(([kind, name = '', master = '']) =>
        kind === 'tap' ? [{ name, ...(master !== '' && { master }) }] : [],
      ),
    };
  },
};
