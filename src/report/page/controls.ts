import type { Fleet } from './fleet.ts';
import { type Html, html } from './html.ts';

/** What the script filters by, beside the states. Hidden until it runs. */
export function controls({ columns }: Fleet): Html {
  const networks = columns.map((name, index) => html`<option value="${index}">${name}</option>`);
  return html`<form id="controls" role="search" aria-label="Filter" hidden="hidden">
<label>Search <input type="search" id="find" placeholder="host, resource or text" autocomplete="off" spellcheck="false"/></label>
<label>Network <select id="network"><option value="">all</option>${networks}</select></label>
<output id="count" aria-live="polite"></output></form>`;
}
