import type { UnitState } from '../host/unit.ts';
import { service } from '../modules/service.ts';

/** A unit as it was before a run. Its file may come back with an earlier task: then systemd finds it. */
export const restoredUnit: typeof service = {
  ...service,
  plan: (desired, current) => {
    const isGone = [current.etc, current.lib, current.usr].every((file) => file?.kind === 'absent');
    const comesBack = isGone && current.unit?.load === 'not-found' && desired.daemon_reload;
    return service.plan(desired, comesBack ? { ...current, etc: { kind: 'link', target: '' } } : current);
  },
};

/** What `service` is to do so that the unit is as it was. One that was not there is stopped before its file goes. */
export function unitAsBefore(name: string, { load, active, enabled, fixed }: UnitState) {
  const isMasked = load === 'masked';
  return {
    name,
    state: active ? ('started' as const) : ('stopped' as const),
    ...(!fixed && !isMasked && { enabled }),
    ...(load === 'loaded' && { masked: false }),
    ...(isMasked && { masked: true }),
    daemon_reload: load === 'loaded',
    scope: 'system' as const,
  };
}
