import type { Topology, TopologyInterface } from '../../../plan/topology.ts';
import { counted } from '../../fold.ts';
import { type Html, html } from '../html.ts';
import { type Block, blocksOf, type Lane } from './blocks.ts';
import { Canvas, type Column, type Look } from './canvas.ts';

const UPLINK: Column = { x: 1, width: 120, fits: 15 };
const BRIDGE: Column = { x: 150, width: 130, fits: 17 };
const NETWORK: Column = { x: 310, width: 160, fits: 21 };
const GUEST: Column = { x: 510, width: 220, fits: 30 };
const WIDTH = GUEST.x + GUEST.width + 1;

/** Interfaces of a network that are drawn; more are counted. */
const MOST = 12;

/** The networks of a host as a drawing from the uplinks to the guests, and in words what hangs loose. */
export function hostDrawing(host: string, topology: Topology): Html {
  const blocks = blocksOf(topology);
  const { networks, bridges, interfaces, orphans } = topology;
  if (blocks.length === 0 && orphans.length === 0)
    return html`<p class="note">The host has no network, no bridge and no guest with an interface.</p>`;
  const canvas = new Canvas();
  for (const [index, title] of ['Uplink', 'Bridge', 'Network', 'Guests'].entries())
    canvas.text([UPLINK, BRIDGE, NETWORK, GUEST][index] ?? GUEST, 0, title, 'head');
  let row = 1;
  for (const block of blocks) row += drawn(canvas, block, row);
  for (const name of orphans) canvas.box(GUEST, row++, `${name} (no guest)`, 'bad');
  const loose = interfaces.filter((one) => one.loose);
  const parts = [
    ...[counted(networks.length, 'network'), counted(bridges.length, 'bridge')],
    counted(interfaces.length, 'guest interface'),
    ...(loose.length + orphans.length > 0 ? [`${loose.length + orphans.length} loose`] : []),
  ];
  const words = [
    ...loose.map(looseText),
    ...orphans.map((name) => `${name} is on no bridge and of no guest.`),
  ];
  return html`<div class="wide" tabindex="0" role="group" aria-label="Networks of ${host}">${canvas.svg(WIDTH, row, `${host}: ${parts.join(', ')}`)}</div>${words.map((text) => html`<p class="loose">${text}</p>`)}`;
}

/** Draws a block from a row on; how many rows it takes. */
function drawn(canvas: Canvas, { bridge, uplinks, way, lanes }: Block, top: number): number {
  const isOff = lanes.length > 0 && lanes.every(({ state }) => state !== 'active');
  const own: Look = bridge?.isMissing ? 'bad' : isOff ? 'off' : 'on';
  const inner = bridge ? BRIDGE : NETWORK;
  for (const [index, name] of uplinks.entries()) {
    canvas.box(UPLINK, top + index, name, 'on');
    canvas.wire(
      { column: UPLINK, row: top + index },
      { column: inner, row: top },
      own === 'bad' ? 'off' : own,
    );
  }
  if (uplinks.length === 0) canvas.text(UPLINK, top, way, 'off');
  if (bridge) canvas.box(BRIDGE, top, bridge.isMissing ? `${bridge.name} (missing)` : bridge.name, own);
  let row = top;
  for (const lane of lanes) row += drawnLane(canvas, lane, { top: row, bridge: bridge && top, own });
  return Math.max(row - top, uplinks.length, 1);
}

function drawnLane(
  canvas: Canvas,
  { name, state, interfaces }: Lane,
  { top, bridge, own }: { top: number; bridge: number | undefined; own: Look },
): number {
  const look: Look = state === 'active' ? 'on' : state === 'missing' ? 'bad' : 'off';
  if (name !== undefined) {
    canvas.box(NETWORK, top, state === 'active' ? name : `${name} (${state})`, look);
    if (bridge !== undefined && own !== 'bad')
      canvas.wire({ column: BRIDGE, row: bridge }, { column: NETWORK, row: top }, look);
  }
  const from = name === undefined ? { column: BRIDGE, row: bridge ?? top } : { column: NETWORK, row: top };
  const shown = interfaces.slice(0, MOST);
  for (const [index, one] of shown.entries()) {
    const its: Look = one.loose || (one.running && state === 'missing') ? 'bad' : one.running ? 'on' : 'off';
    canvas.box(GUEST, top + index, guestText(one), its);
    canvas.wire(from, { column: GUEST, row: top + index }, its);
  }
  const more = interfaces.length - shown.length;
  if (more > 0) canvas.text(GUEST, top + shown.length, `and ${counted(more, 'more interface')}`, 'off');
  return Math.max(1, shown.length + Number(more > 0));
}

function guestText({ guest, running, tap, loose, master }: TopologyInterface): string {
  const where = loose ? (master === undefined ? ', loose' : `, on ${master}`) : '';
  return `${guest} (${running ? (tap ?? 'no tap') : 'stopped'}${where})`;
}

function looseText({ guest, tap = '', network, bridge = '', master }: TopologyInterface): string {
  const should = network === undefined ? `bridge ${bridge}` : `network ${network}, bridge ${bridge}`;
  return `${tap} of guest ${guest} is on ${master === undefined ? 'no bridge' : master}; it should be on ${should}.`;
}
