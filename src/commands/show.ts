import { inspect } from '../inspect.ts';
import { type Problem, ProblemError } from '../problem.ts';
import { listed, ranges } from '../report/fold.ts';
import { pagesJson, pagesText } from '../report/networks/network-page.ts';
import { formatWarnings } from '../report/problems.ts';
import { unreadHost } from '../report/unread-hosts.ts';
import { didYouMean } from '../template/suggest.ts';
import { defineCommand, INTERRUPTED, type Io } from './command.ts';
import { UsageError, type Values } from './declaration/option.ts';
import { show as declaration } from './declaration/show.ts';
import { pageOf, pageProbes } from './network-page.ts';
import { requestOf } from './request/request.ts';

export const show = defineCommand(declaration, showNetwork, async ({ format }, io) => {
  if (format === 'json') io.out(pagesJson({ networks: [], unreachable: [] }));
});

async function showNetwork(
  options: Values<(typeof declaration)['options']>,
  io: Io,
  subject = '',
): Promise<number> {
  const { pattern, network } = partsOf(subject);
  const request = await requestOf([], { ...options, tags: [], skipTags: [] }, io);
  const { inspections, warnings, bugs } = await inspect(pattern, pageProbes(network), request, io);
  if (warnings.length > 0) io.err(formatWarnings(warnings, io));
  const networks = inspections.flatMap((one) =>
    'current' in one ? (pageOf(one.host, network, one.current) ?? []) : [],
  );
  const unreachable = inspections.flatMap((one) =>
    'problem' in one ? [unreadHost(one.host, one.problem)] : [],
  );
  if (networks.length === 0 && unreachable.length === 0) {
    const has = inspections.flatMap((one) =>
      'current' in one ? [{ host: one.host, names: one.current.dump.names }] : [],
    );
    throw new ProblemError([noNetwork(network, has)]);
  }
  const shown = { networks, unreachable };
  io.out(options.format === 'json' ? pagesJson(shown) : pagesText(shown, io));
  for (const bug of bugs) throw bug;
  if (io.signal.aborted) return INTERRUPTED;
  return unreachable.length > 0 ? 4 : 0;
}

/** libvirt refuses a slash in the name of a network. */
function partsOf(subject: string): { pattern: string; network: string } {
  const slash = subject.lastIndexOf('/');
  const [pattern, network] = [subject.slice(0, Math.max(0, slash)), subject.slice(slash + 1)];
  if (pattern === '' || network === '')
    throw new UsageError(`write HOST/NETWORK, such as hv01/default, not "${subject}".`);
  return { pattern, network };
}

/** None of the hosts has a network of this name. */
function noNetwork(network: string, hosts: readonly { host: string; names: readonly string[] }[]): Problem {
  const names = [...new Set(hosts.flatMap((one) => one.names))].toSorted();
  const where = listed(ranges(hosts.map(({ host }) => host)), 40);
  return {
    code: 'unknown-network',
    summary: 'There is no such network',
    detail: `${where} ${hosts.length === 1 ? 'has' : 'have'} no network ${network}, but ${names.join(', ') || 'none at all'}.`,
    hint: 'virtfleet networks lists the networks of all hosts.',
    ...didYouMean(network, names),
  };
}
