import { tableLines } from '../src/report/table.ts';
import { median, type Sample } from './measure.ts';
import type { SitePhase, ToolName } from './tools.ts';

/** All samples of a bench, in the order they were taken. */
export interface Taken extends Omit<Sample, 'output' | 'code'> {
  phase: string;
  tool: string;
}

export interface Row {
  phase: string;
  tool: string;
  /** Seconds: the median, the fastest and the slowest run. */
  wall: number;
  fastest: number;
  slowest: number;
  /** Its median by that of Virtfleet in the same phase. */
  ratio: number;
  /** Milliseconds on the operator's machine. */
  cpuPerHost: number;
  /** MiB of the largest process. */
  memory: number;
}

/** Medians of each tool in each phase, in the order they were first measured. */
export function rowsOf(taken: readonly Taken[], hosts: number): Row[] {
  const groups = new Map<string, Taken[]>();
  for (const each of taken) {
    const key = `${each.phase}/${each.tool}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const wallOf = (own: readonly Taken[]) => median(own.map(({ wall }) => wall));
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const { phase, tool } = first;
    const walls = own.map(({ wall }) => wall);
    return {
      phase,
      tool,
      wall: wallOf(own),
      fastest: Math.min(...walls),
      slowest: Math.max(...walls),
      ratio: wallOf(own) / wallOf(groups.get(`${phase}/virtfleet`) ?? []),
      cpuPerHost: (median(own.map(({ cpu }) => cpu)) / hosts) * 1000,
      memory: median(own.map(({ memory }) => memory)) / 2 ** 20,
    };
  });
}

/** The least ratio to Virtfleet's wall time that each tool should have. */
const BARS: readonly { phase: SitePhase; tool: ToolName; atLeast: number }[] = [
  { phase: 'first run', tool: 'ansible', atLeast: 10 },
  ...(['rerun', 'check'] as const).flatMap((phase) => [
    { phase, tool: 'ansible' as const, atLeast: 20 },
    { phase, tool: 'mitogen' as const, atLeast: 8 },
    { phase, tool: 'xargs ssh' as const, atLeast: 1 },
  ]),
];

export function barOf({ phase, tool, ratio }: Row): { atLeast: number; held: boolean } | undefined {
  const bar = BARS.find((each) => each.phase === phase && each.tool === tool);
  return bar && Number.isFinite(ratio) ? { atLeast: bar.atLeast, held: ratio >= bar.atLeast } : undefined;
}

export function table(rows: readonly Row[]): string {
  const head = ['PHASE', 'TOOL', 'WALL S', 'RANGE', 'RATIO', 'BAR', 'CPU MS A HOST', 'LARGEST PROCESS MIB'];
  const cells = rows.map((row) => {
    const bar = barOf(row);
    return [
      row.phase,
      row.tool,
      row.wall.toFixed(2),
      `${row.fastest.toFixed(2)}-${row.slowest.toFixed(2)}`,
      Number.isFinite(row.ratio) ? `${row.ratio.toFixed(2)} ×` : '',
      bar ? `${bar.atLeast} × ${bar.held ? 'held' : 'missed'}` : '',
      row.cpuPerHost.toFixed(0),
      row.memory.toFixed(0),
    ];
  });
  return tableLines(head, cells).join('\n');
}
