import pLimit from 'p-limit';
import { HostReader, type Open } from './engine/connection/host-connection.ts';
import { libvirtAdvice } from './engine/libvirt-advice.ts';
import { Observations } from './engine/script/observations.ts';
import { reach } from './host-targets.ts';
import { loadInventory } from './inventory/load.ts';
import { NO_INVENTORY } from './inventory/no-inventory.ts';
import { selectHosts } from './inventory/pattern.ts';
import { type Current, ProbeError, type Probes } from './plan/probe.ts';
import { type Problem, ProblemError } from './problem.ts';
import type { RunRequest } from './run.ts';
import { Lost } from './transport/session.ts';
import { createTransport, TRANSPORT_DEFAULTS } from './transport/transport.ts';
import { Unreachable } from './transport/unreachable.ts';
import { untilAborted } from './transport/until-aborted.ts';

/** What one host answered, or why it did not. */
export type Inspection<P extends Probes> = { host: string } & (
  | { current: Current<P> }
  | { problem: Problem }
);

/** What all hosts answered. */
export interface Inspected<P extends Probes> {
  inspections: Inspection<P>[];
  warnings: Problem[];
  /** Errors that are no host's fault. Each has a problem of its host too; whoever asked has to tell of the stack. */
  bugs: unknown[];
}

/**
 * Asks the same probes of many hosts over connections that cannot write; once the signal aborts, those that have not
 * answered are given up. Throws ProblemError for bad input, and where there is no host to look at.
 */
export async function inspect<P extends Probes>(
  pattern: string,
  probes: P,
  request: Omit<RunRequest, 'playbooks'>,
  signal: AbortSignal,
): Promise<Inspected<P>> {
  const { inventory, problems, warnings } = loadInventory(request.inventory);
  const selected = selectHosts(inventory, pattern, { limit: request.limit });
  const names = selected.hosts.map(({ name }) => name);
  const { hosts, problems: unreached } = reach(names, inventory, request);
  // A host that is not found may be in the part of the inventory that could not be read.
  const all = [...problems, ...(problems.length > 0 ? [] : selected.problems), ...unreached];
  if (all.length === 0 && names.length === 0)
    all.push(inventory.hosts.size === 0 ? NO_INVENTORY : noHostLeft(pattern));
  if (all.length > 0) throw new ProblemError(all);
  const { local, acceptNew, connectTimeout } = request;
  const transport = createTransport({
    ...TRANSPORT_DEFAULTS,
    local,
    acceptNew,
    connectTimeout: connectTimeout * 1000,
    password: request.login?.password,
  });
  const limit = pLimit(request.forks);
  const bugs: unknown[] = [];
  const ask = async ({
    name,
    target,
    libvirtUri,
    become: fixed,
  }: (typeof hosts)[number]): Promise<Inspection<P>> => {
    const open: Open = (become) => transport.open({ ...target, become: fixed ?? become }, signal);
    const reader = new HostReader(open, libvirtUri);
    const current = new Observations();
    try {
      signal.throwIfAborted();
      await untilAborted(reader.observe(Object.values(probes), request.become, current), signal);
      return { host: name, current: current.values(probes) as Current<P> };
    } catch (error) {
      const problem = signal.aborted && error === signal.reason ? INTERRUPTED : problemOf(error);
      if (problem.code === 'bug') bugs.push(error);
      return { host: name, problem };
    } finally {
      await reader.close();
    }
  };
  const inspections = await Promise.all(hosts.map((host) => limit(() => ask(host))));
  await transport.close();
  return { inspections, warnings, bugs };
}

const INTERRUPTED: Problem = {
  code: 'interrupted',
  summary: 'Not read, because you interrupted the command',
};

function problemOf(error: unknown): Problem {
  if (error instanceof Unreachable) return error.problem;
  if (error instanceof Lost || error instanceof ProbeError)
    return { code: 'unread-host', summary: libvirtAdvice(error.message) };
  const detail = error instanceof Error ? error.message : String(error);
  return { code: 'bug', summary: 'This is a bug in Virtfleet', detail };
}

function noHostLeft(pattern: string): Problem {
  return {
    code: 'no-hosts',
    summary: 'There is no host to look at',
    detail: `${pattern} and --limit leave none.`,
    hint: 'Compare them with virtfleet inventory --graph.',
  };
}
