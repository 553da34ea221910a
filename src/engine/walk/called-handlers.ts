import type { HostHandler, HostTree } from '../../playbook/resolve/resolved-play.ts';

/**
 * The tasks of the handlers that these names call, in the order in which the handlers are written. Of several
 * handlers with one name the first is meant, of the play before the roles and of the last role before others; all
 * that listen to a name are. Source: `_process_pending_results` in
 * `plugins/strategy/__init__.py` of Ansible 2.14.
 */
export function calledBy(notified: ReadonlySet<string>, handlers: readonly HostHandler[]): HostTree[] {
  const called = new Set<HostHandler>();
  for (const name of notified) {
    const named = handlers.filter(({ names }) => names.includes(name));
    const last = named.at(-1)?.group;
    const meant = named.find(({ group }) => group === last);
    if (meant) called.add(meant);
    for (const handler of handlers) if (handler.listen?.includes(name)) called.add(handler);
  }
  return handlers.filter((handler) => called.has(handler)).flatMap(({ tasks }) => tasks);
}
