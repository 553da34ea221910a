import type { HostResources, Resource, Undescribed } from '../../adopt/resources.ts';
import { keyOf } from '../../adopt/value.ts';
import { hasStandIn } from '../../snapshot/secret-patterns.ts';

const WHY = 'a secret is in it, of which a snapshot has only a digest: adopt it from the host';

/** What a host has, as far as a snapshot has all of it: a run would write what stands for a secret on the host. */
export function withoutWithheld({ resources, undescribed }: HostResources): HostResources {
  const isWhole = ({ args }: Resource) => !hasStandIn(keyOf(args));
  return {
    resources: resources.filter(isWhole),
    undescribed: [
      ...undescribed,
      ...resources
        .filter((one) => !isWhole(one))
        .map(({ host, kind, name }): Undescribed => ({ host, what: `${kind} ${name}`, why: WHY })),
    ],
  };
}
