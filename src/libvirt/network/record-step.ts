import type { Step } from '../../plan/step.ts';
import { RECORD_TAPS } from './scripts/record-script.ts';

/** Has libvirt take note that these taps of running guests are on a bridge. `own` is whether libvirt makes that bridge. */
export function recordStep(
  bridge: string,
  own: boolean,
  taps: readonly { interface: string; uuid: string }[],
): Step {
  const names = taps.map((tap) => tap.interface).join(', ');
  const pairs = taps.flatMap((tap) => [tap.interface, tap.uuid]);
  return {
    do: 'detached',
    label: `bridge of ${names} in libvirt`,
    script: RECORD_TAPS,
    args: [bridge, own ? 'yes' : 'no', ...pairs],
    ofRoot: true,
  };
}
