import type { Mode } from '../../plan/outcome.ts';
import { counted } from '../fold.ts';
import type { Fleet, FleetRow } from './fleet.ts';
import { type Html, html, type Part } from './html.ts';
import { lookOf, type PageState, rankOf, wordOf } from './states.ts';

/** What the table needs beside the fleet. */
export interface MatrixContext {
  mode: Mode;
  /** What stands below a host. */
  below: 'its drawing' | 'what is said of it';
  /** The id of the item about a resource of a host. */
  itemOf(host: string, resource: string): string | undefined;
}

/**
 * Hosts and networks as a table. Each cell says its state as a word; its shape and colour come from the style, which also
 * lays the rows out by itself: rows out of sight cost nothing then. The roles say that it is a table all the same.
 */
export function matrix({ columns, rows }: Fleet, context: MatrixContext): Html {
  const many = columns.length > 6 ? html` class="many"` : undefined;
  const heads = columns.map((name) => html`<th role="columnheader"><span>${name}</span></th>`);
  return html`<div class="wide" tabindex="0" role="region" aria-labelledby="fleet">
<table id="matrix" role="table"${many}><caption>${counted(rows.length, 'host')}, ${counted(columns.length, 'network')}. A state leads to what is said of it, a host to ${context.below}.</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" aria-sort="ascending" data-sort="host">Host</th><th role="columnheader" data-sort="state">State</th>${heads}<th role="columnheader"><span>other</span></th></tr></thead>
<tbody role="rowgroup">
${rows.map((row, index) => rowHtml(row, index, { columns, ...context }))}</tbody></table></div>`;
}

function rowHtml(
  { host, state, cells, others, states }: FleetRow,
  index: number,
  { columns, mode, itemOf }: MatrixContext & { columns: readonly string[] },
): Html {
  const cell = (one: PageState | undefined, id: string | undefined, text?: string): Part => {
    if (one === undefined) return NOTHING;
    const word = text ?? wordOf(one, mode);
    if (id === undefined)
      return one === 'ok' && text === undefined
        ? OK
        : html`<td role="cell" class="${lookOf(one)}">${word}</td>`;
    return html`<td role="cell" class="${lookOf(one)}"><a href="#${id}">${word}</a></td>`;
  };
  const networks = cells.map((one, at) => cell(one, one && itemOf(host, `network ${columns[at]}`)));
  const rest = others && others.state !== 'ok' ? `${others.count} ${wordOf(others.state, mode)}` : undefined;
  return html`<tr role="row" data-h="${index}" data-s="${[...new Set(states.map(lookOf))].join(' ')}" data-r="${rankOf(state)}"><th role="rowheader"><a href="#h${index}">${host}</a></th>${cell(state, undefined)}${networks}${cell(others?.state, undefined, rest)}</tr>
`;
}

/** Nearly all cells. */
const OK = html`<td role="cell" class="ok">ok</td>`;
const NOTHING = html`<td role="cell"></td>`;
