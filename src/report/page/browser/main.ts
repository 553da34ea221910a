import { choices } from './choices.ts';
import { filtered, type Wanted } from './filter.ts';
import { sortable } from './order.ts';
import { readPage } from './parts.ts';

/** What the page can do with a script: filter, order, and open what a link leads to. It is whole without. */
const controls = document.querySelector<HTMLFormElement>('#controls');
const find = document.querySelector<HTMLInputElement>('#find');
const network = document.querySelector<HTMLSelectElement>('#network');
const count = document.querySelector<HTMLOutputElement>('#count');
const matrix = document.querySelector<HTMLTableElement>('#matrix');

if (controls && find && network && count && matrix) {
  const parts = readPage(document);
  const sheet = document.styleSheets[0];
  let rule = false;
  const chosen = choices(document.querySelectorAll<HTMLElement>('.tiles li[data-look]'), () => apply());

  const wanted = (): Wanted => ({
    words: find.value.toLowerCase().split(/\s+/).filter(Boolean),
    network: network.value === '' ? undefined : Number(network.value),
    looks: chosen,
  });

  /** Of one network all other columns go. */
  const showColumns = (column: number | undefined) => {
    if (rule) sheet?.deleteRule(0);
    rule = column !== undefined;
    if (column === undefined) return;
    const others = `:nth-child(n+3):not(:nth-child(${column + 3}))`;
    sheet?.insertRule(`#matrix :is(th, td)${others} { display: none }`, 0);
  };

  const apply = () => {
    const asked = wanted();
    const { hosts, cards } = filtered(parts, asked);
    showColumns(asked.network);
    for (const { row, section, index } of parts.hosts) {
      row.classList.toggle('gone', !hosts.has(index));
      if (section) section.hidden = !hosts.has(index);
    }
    for (const [index, { element }] of parts.cards.entries()) element.hidden = !cards.has(index);
    for (const section of document.querySelectorAll<HTMLElement>('main > section:has(> .card)'))
      section.hidden = !section.querySelector(':scope > .card:not([hidden])');
    count.value = `${hosts.size} of ${parts.hosts.length} hosts, ${cards.size} of ${parts.cards.length} entries`;
  };

  controls.hidden = false;
  controls.addEventListener('input', apply);
  controls.addEventListener('submit', (event) => event.preventDefault());
  sortable(matrix);
  apply();

  document.addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    find.focus();
  });
}

/** What a link leads to is opened: a host is folded. */
function reveal(): void {
  const target = document.getElementById(location.hash.slice(1));
  if (!(target instanceof HTMLDetailsElement)) return;
  target.open = true;
  target.scrollIntoView();
}

addEventListener('hashchange', reveal);
reveal();
