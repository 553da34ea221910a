import { type Html, html } from './html.ts';

/** The pages of `report serve`, and which one this is. */
export function pageLinks(here: string): Html {
  return html`<nav aria-label="Pages"><a href="/">Checks</a> <a href="/runs">Runs</a> <span>${here}</span></nav>`;
}
