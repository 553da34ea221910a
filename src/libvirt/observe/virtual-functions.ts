import { only, type Probe } from '../../plan/probe.ts';

const READ = `
for way in /sys/bus/pci/devices/*/physfn; do
  device=\${way%/physfn}
  [ ! -e "$way" ] || echo "\${device##*/}"
done`;

/** PCI addresses of the SR-IOV virtual functions of a host: `0000:03:10.1`. */
export const virtualFunctions: Probe<readonly string[]> = {
  key: 'virtual functions',
  open: true,
  ask: { kind: 'script', script: READ, args: [] },
  parse: (answers) => only(answers).stdout.toString().split('\n').filter(Boolean),
};
