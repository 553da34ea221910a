import { diagnose, namesOf } from '../../doctor/diagnosis.ts';
import type { AskedFor } from '../../doctor/subjects.ts';
import { ProblemError } from '../../problem.ts';
import { doctorJson, doctorText } from '../../report/doctor/doctor-report.ts';
import { listed, ranges } from '../../report/fold.ts';
import { formatWarnings } from '../../report/problems.ts';
import { unreadHost } from '../../report/unread-hosts.ts';
import type { RunRequest } from '../../run-request.ts';
import { didYouMean } from '../../template/suggest.ts';
import { defineCommand, INTERRUPTED, type Io } from '../command.ts';
import { doctor as declaration } from '../declaration/doctor.ts';
import { UsageError } from '../declaration/option.ts';
import { typedLine, typedWords } from '../declaration/typed.ts';
import { requestOf } from '../request/request.ts';
import { type DoctorOptions, mend } from './mending.ts';
import { readFleet } from './read-fleet.ts';
import { reportOf } from './report-of.ts';

/** The exit code where something is wrong, as that of a drift. */
const ILL = 3;

export const doctor = defineCommand(declaration, async (options, io, subject = 'all') => {
  if (options.check && !options.fix)
    throw new UsageError('--check is for --fix: without it nothing is changed.');
  if (options.fix && options.snapshot !== undefined)
    throw new UsageError('--fix is for hosts: a snapshot is what they were, and is mended by nothing.');
  if (options.fix && options.format === 'json')
    throw new UsageError('--fix reports as a run does: leave out --format json.');
  const request = await requestOf([], { ...options, tags: [], skipTags: [] }, io);
  return examineFleet(subject, options, request, io);
});

async function examineFleet(
  subject: string,
  options: DoctorOptions,
  request: RunRequest,
  io: Io,
): Promise<number> {
  const { pattern, ...asked } = partsOf(subject);
  const { inspections, warnings, bugs } = await readFleet(pattern, { ...asked, ...options }, request, io);
  if (warnings.length > 0) io.err(formatWarnings(warnings, io));
  const read = inspections.flatMap((one) =>
    'current' in one ? [{ host: one.host, readings: one.current, names: namesOf(one.current) }] : [],
  );
  const unreachable = inspections.flatMap((one) =>
    'problem' in one ? [unreadHost(one.host, one.problem)] : [],
  );
  const isThere = ({ names }: Known) =>
    asked.name === undefined || names === undefined || names.includes(asked.name);
  if (asked.name !== undefined && unreachable.length === 0 && !read.some(isThere))
    throw new ProblemError([nobody(asked.name, read)]);
  const diagnoses = read.filter(isThere).map(({ host, readings }) => diagnose(host, readings, asked));
  const report = reportOf(diagnoses, unreachable);
  const line = typedLine(
    typedWords(declaration, subject === 'all' ? [] : [subject], { ...options, fix: true }),
  );
  const isTree = options.verbose || asked.name !== undefined;
  const shown = {
    ...io,
    tree: isTree,
    fix: options.fix || options.snapshot !== undefined ? undefined : line,
  };
  io.out(options.format === 'json' ? doctorJson(report) : doctorText(report, shown));
  for (const bug of bugs) throw bug;
  if (io.signal.aborted) return INTERRUPTED;
  const findings = diagnoses.flatMap((one) => one.findings);
  const left = findings.filter(({ fix }) => !fix);
  if (options.fix && left.length < findings.length) {
    const code = await mend(findings, { subject, options, asked: request }, io);
    return code === 0 && left.length > 0 ? ILL : code;
  }
  if (findings.length > 0) return ILL;
  return unreachable.length > 0 ? 4 : 0;
}

/** A name of libvirt has no slash: what is behind the last is the network or the guest. */
function partsOf(subject: string): AskedFor & { pattern: string } {
  const slash = subject.lastIndexOf('/');
  if (slash < 0) return { pattern: subject, name: undefined };
  const [pattern, name] = [subject.slice(0, slash), subject.slice(slash + 1)];
  if (pattern === '' || name === '')
    throw new UsageError(`write HOST, HOST/NETWORK or HOST/GUEST, such as hv01/default, not "${subject}".`);
  return { pattern, name };
}

/** A host with the names of what it has, where libvirt tells them. */
interface Known {
  host: string;
  names: readonly string[] | undefined;
}

function nobody(name: string, hosts: readonly Known[]) {
  const names = [...new Set(hosts.flatMap((one) => one.names ?? []))].toSorted();
  const where = listed(ranges(hosts.map(({ host }) => host)), 40);
  return {
    code: 'unknown-subject',
    summary: 'There is no such network and no such guest',
    detail: `${where} ${hosts.length === 1 ? 'has' : 'have'} neither a network nor a guest ${name}, but ${names.join(', ') || 'none at all'}.`,
    hint: 'virtfleet networks lists the networks of all hosts.',
    ...didYouMean(name, names),
  };
}
