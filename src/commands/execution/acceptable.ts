import type { Finding } from '../../drift/finding.ts';
import type { ManagedNetwork } from '../../libvirt/network/managed-network.ts';
import type { Resolved } from '../../resolve.ts';
import { describedNetwork } from '../adopt/described-network.ts';
import { UsageError } from '../declaration/option.ts';

/**
 * What `virtfleet accept` can write into the playbook of what a check found, in the order of the findings: the words
 * that it takes, as `hv01/lab` or `hv01/lab --unmanaged`.
 */
export function acceptable(findings: readonly Finding[], resolved: Resolved): (readonly string[])[] {
  const found = new Map<string, readonly string[]>();
  for (const finding of findings) {
    const isUnmanaged = finding.state === 'unmanaged';
    const resource = isUnmanaged ? finding.within : isByHand(finding) ? finding.resource : undefined;
    const network = /^network (.+)$/s.exec(resource ?? '')?.[1];
    if (network === undefined || !isByElements(resolved, finding.host, network)) continue;
    const place = `${finding.host}/${network}`;
    if (isUnmanaged || !found.has(place)) found.set(place, [place, ...(isUnmanaged ? ['--unmanaged'] : [])]);
  }
  return [...found.values()];
}

/** Whether somebody changed the definition or the state of it on the host, and not only what the kernel has of it. */
function isByHand({ changes }: Finding): boolean {
  return changes.some(
    ({ cause, copies = [] }) =>
      (cause === 'drifted' || cause === 'both') &&
      copies.some((copy) => copy === 'stored' || copy === 'running'),
  );
}

function isByElements(resolved: Resolved, host: string, network: string): boolean {
  try {
    return !(describedNetwork(resolved, host, network).task.desired as ManagedNetwork).isComplete;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}
