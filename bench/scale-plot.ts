/** What one check cost. */
export interface Scaled {
  transport: string;
  hosts: number;
  /** Seconds until the first outcome of a task, and until the end. */
  first: number;
  wall: number;
  /** Milliseconds of the client for each host: its own, and with those of its children. */
  own: number;
  cpu: number;
  /** MB of the largest process: the client. */
  memory: number;
}

/** Pixels. */
const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [720, 400, 64, 48, 24];
const COLORS = ['#1f6feb', '#d4690c'];

/** Seconds of CPU of the client by the number of hosts, a line for each transport, as SVG: growth that is linear is straight. */
export function plotOf(taken: readonly Scaled[]): string {
  const transports = [...new Set(taken.map(({ transport }) => transport))];
  const total = ({ own, hosts }: Scaled) => (own * hosts) / 1000;
  const most = Math.max(...taken.map(({ hosts }) => hosts));
  const longest = Math.max(...taken.map(total));
  const x = (hosts: number) => LEFT + (hosts / most) * (WIDTH - LEFT - 120);
  const y = (seconds: number) => HEIGHT - BOTTOM - (seconds / longest) * (HEIGHT - BOTTOM - TOP);
  const text = (at: [number, number], anchor: string, what: string) =>
    `<text x="${at[0].toFixed(0)}" y="${at[1].toFixed(0)}" text-anchor="${anchor}">${what}</text>`;
  const counts = [...new Set(taken.map(({ hosts }) => hosts))].toSorted((one, other) => one - other);
  // Numbers of the smallest fleets would lie over each other.
  const ticks = counts.filter((count) => count === most || count >= most / 8);
  const axes = [
    `<path d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - 100}" fill="none" stroke="#57606a"/>`,
    ...ticks.map((count) => text([x(count), HEIGHT - BOTTOM + 18], 'middle', String(count))),
    ...[0.5, 1].map((part) => text([LEFT - 8, y(longest * part) + 4], 'end', (longest * part).toFixed(0))),
    text([(WIDTH - 100 + LEFT) / 2, HEIGHT - 8], 'middle', 'hosts'),
    text([8, 14], 'start', 'CPU of the client, seconds'),
  ];
  const lines = transports.flatMap((transport, index) => {
    const own = taken
      .filter((one) => one.transport === transport)
      .toSorted((one, other) => one.hosts - other.hosts);
    const points = own.map((one) => [x(one.hosts), y(total(one))] as const);
    const color = COLORS[index % COLORS.length];
    const [right = 0, height = 0] = points.at(-1) ?? [];
    return [
      `<polyline points="${points.map((each) => each.map((one) => one.toFixed(1)).join(',')).join(' ')}" fill="none" stroke="${color}" stroke-width="2"/>`,
      ...points.map(
        ([cx, cy]) => `<circle cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="3.5" fill="${color}"/>`,
      ),
      text([right + 10, height + 4], 'start', transport),
    ];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13" fill="#24292f">
<title>CPU of the client by the number of hosts</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
${[...axes, ...lines].join('\n')}
</svg>
`;
}
