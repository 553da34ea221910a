import { AUDIT_QUESTIONS } from '../../audit/questions.ts';
import { READINGS } from '../../doctor/host-readings.ts';
import { topologyRead } from '../../drift/topology.ts';
import type { Questions } from '../../inspect.ts';
import { HOLDER_PROBES } from '../../leases/host-claims.ts';
import { allNetworks } from '../../libvirt/observe/all-networks.ts';
import { allRecords } from '../../libvirt/ownership/ownership-record.ts';
import { pageProbes } from '../network-page.ts';
import { NETWORK_PROBES } from '../networks.ts';

/**
 * What the commands that read hosts ask, each beside its playbooks: a snapshot has all of it. A command whose questions
 * are not here cannot work from a snapshot.
 */
export const QUESTIONS: readonly Questions[] = [
  // networks
  () => Object.values(NETWORK_PROBES),
  // show
  (known) => (known.known(allNetworks) ?? []).flatMap(({ name }) => Object.values(pageProbes(name))),
  // leases
  () => Object.values(HOLDER_PROBES),
  // audit
  ...AUDIT_QUESTIONS,
  // doctor, but for what it asks guests and name servers
  () => Object.values(READINGS),
  // adopt, whatever the project is called
  () => [allRecords],
  // the drawings of reports
  () => topologyRead([]).probes,
];
