import { collected, counted, listed, ranges } from '../fold.ts';
import { messageLines } from '../message-lines.ts';
import { type Paint, painter } from '../paint.ts';
import { printable } from '../printable.ts';
import { type UnreadHost, unreadLines } from '../unread-hosts.ts';
import { wrapped } from '../wrap.ts';

/** A cause of something wrong on a host, as the doctor found it. */
export interface ShownFinding {
  host: string;
  subject: string;
  asks: string;
  id: string;
  rank: string;
  summary: string;
  evidence: readonly string[];
  commands: readonly string[];
  /** Whether `--fix` mends it. */
  fixable: boolean;
}

/** A check as it was made. */
export interface ShownCheck {
  host: string;
  subject: string;
  asks: string;
  depth: number;
  verdict: 'well' | 'unseen' | 'wrong';
  evidence: readonly string[];
}

/** What a doctor has to say of a fleet. */
export interface DoctorReport {
  findings: readonly ShownFinding[];
  checks: readonly ShownCheck[];
  looked: { hosts: number; networks: number; guests: number };
  unreachable: readonly UnreadHost[];
}

export interface DoctorOptions {
  color: boolean;
  width: number;
  /** Whether all checks are shown, also those that are well. */
  tree: boolean;
  /** What mends all that can be mended, as a line to copy. */
  fix?: string | undefined;
}

/** The same for programs: one document. */
export function doctorJson(report: DoctorReport): string {
  return `${JSON.stringify({ version: 1, ...report }, undefined, 2)}\n`;
}

/** What is wrong, the most probable cause first; then what could not be seen. */
export function doctorText(report: DoctorReport, { color, width, tree, fix }: DoctorOptions): string {
  const paint = painter(color);
  const { findings, checks, unreachable, looked } = report;
  const parts: string[][] = [];
  if (tree && checks.length > 0) parts.push(treeLines(checks, paint, width));
  if (findings.length > 0) parts.push(...findingParts(findings, { paint, width, tree }));
  else if (looked.hosts > 0) parts.push(wrapped(nothingWrong(looked), width));
  const blind = unseenLines(checks, width);
  if (blind.length > 0 && !tree) parts.push(blind);
  if (unreachable.length > 0) parts.push(unreadLines(unreachable, paint, width));
  const mended = same(findings).filter(([{ fixable }]) => fixable).length;
  if (fix !== undefined && mended > 0)
    parts.push([
      `To mend ${mended} of ${counted(same(findings).length, 'finding')}, as a run does:`,
      `    ${fix}`,
    ]);
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function nothingWrong({ hosts, networks, guests }: DoctorReport['looked']): string {
  const all = [counted(hosts, 'host'), counted(networks, 'network'), counted(guests, 'running guest')];
  return `Nothing wrong was found: ${all.join(', ')}.`;
}

interface Page {
  paint: Paint;
  width: number;
  tree: boolean;
}

/** Hosts with the same finding and the same way to mend it are one. */
function same(findings: readonly ShownFinding[]): [ShownFinding, ...ShownFinding[]][] {
  return collected(findings, ({ id, subject, summary, commands }) =>
    JSON.stringify([id, subject, summary, commands]),
  );
}

/** Of more than so many of a kind the first is shown, and whose the others are. */
const SHOWN = 3;

function findingParts(findings: readonly ShownFinding[], { paint, width, tree }: Page): string[][] {
  const all = same(findings);
  const head = `${counted(all.length, 'finding')}, the most probable first; commands are for root on the host`;
  const kinds = tree ? all.map((one) => [one] as const) : collected(all, ([{ id }]) => id);
  let number = 0;
  const parts = kinds.flatMap((kind) => {
    const shown = kind.length > SHOWN ? kind.slice(0, 1) : kind;
    const lines = shown.map((one) => findingLines(++number, one, paint, width));
    const others = kind.slice(shown.length);
    if (others.length === 0) return lines;
    number += others.length;
    const whose = others.map((ones) => `${hostsOf(ones)} ${printable(ones[0].subject)}`);
    const rest = `The same of ${counted(others.length, 'other')}: ${listed(whose, width * 2)}`;
    return [[...lines.flat(), ...wrapped(rest, width, '   ')]];
  });
  return [[paint('bold', head)], ...parts];
}

const hostsOf = (all: readonly ShownFinding[]) => ranges(all.map(({ host }) => host)).join(', ');

function findingLines(
  number: number,
  [first, ...others]: readonly [ShownFinding, ...ShownFinding[]],
  paint: Paint,
  width: number,
): string[] {
  const { subject, summary, evidence, commands, fixable, rank, id, host } = first;
  const hosts = listed(ranges([host, ...others.map((one) => one.host)]), width - 20);
  const head = paint('yellow', `${number}. ${hosts}, ${printable(subject)}`);
  const of = others.length > 0 ? ` (on ${printable(host)})` : '';
  return [
    `${head}  ${paint('dim', `[${id}, ${rank}]`)}`,
    ...messageLines(summary, { width, indent: '   ', limit: 0 }),
    ...evidence.flatMap((line, index) =>
      messageLines(`seen${index === 0 ? of : ''}: ${line.replaceAll('\n', ' ')}`, {
        width,
        indent: '     ',
        limit: 0,
      }),
    ),
    ...commands.map((line) => `       ${paint('bold', printable(line))}`),
    ...(fixable ? ['     --fix mends it.'] : []),
  ];
}

const MARKS = { well: 'ok   ', unseen: '?    ', wrong: 'WRONG' } as const;

function treeLines(checks: readonly ShownCheck[], paint: Paint, width: number): string[] {
  return collected(checks, ({ host, subject }) => JSON.stringify([host, subject])).flatMap((all, index) => [
    ...(index > 0 ? [''] : []),
    paint('bold', printable(`${all[0].host}, ${all[0].subject}`)),
    ...all.flatMap(({ asks, depth, verdict, evidence }) => {
      const style = { well: 'green', unseen: 'dim', wrong: 'red' } as const;
      const about = evidence.length > 0 ? `: ${evidence.join('; ').replaceAll('\n', ' ')}` : '';
      const [line = '', ...rest] = wrapped(printable(`${asks}${about}`), width, '  '.repeat(depth + 4));
      return [`  ${paint(style[verdict], MARKS[verdict])} ${line.slice(8)}`, ...rest];
    }),
  ]);
}

/** What nobody could look at, by why. */
function unseenLines(checks: readonly ShownCheck[], width: number): string[] {
  const blind = checks.filter(({ verdict }) => verdict === 'unseen');
  return collected(blind, ({ evidence }) => JSON.stringify(evidence)).flatMap((all) => {
    const hosts = listed(ranges([...new Set(all.map(({ host }) => host))]), width - 20);
    const asks = [...new Set(all.map((one) => one.asks))];
    return messageLines(`Not seen on ${hosts}: whether ${asks.join('; ')} (${all[0].evidence.join('; ')})`, {
      ...{ width, indent: '', limit: 0 },
    });
  });
}
