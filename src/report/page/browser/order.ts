/** Makes the columns of hosts and states sort the table. */
export function sortable(table: HTMLTableElement): void {
  const body = table.tBodies[0];
  const heads = [...table.querySelectorAll<HTMLElement>('thead th[data-sort]')];
  for (const head of heads) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const isAscending = head.ariaSort !== 'ascending';
      for (const other of heads) other.ariaSort = 'none';
      head.ariaSort = isAscending ? 'ascending' : 'descending';
      if (body) sort(body, head.dataset['sort'] === 'state' ? 'r' : 'h', isAscending ? 1 : -1);
    });
  }
}

function sort(body: HTMLTableSectionElement, key: 'r' | 'h', sign: 1 | -1): void {
  const rows = [...body.rows].toSorted(
    (one, other) =>
      sign * (numberOf(one, key) - numberOf(other, key)) || numberOf(one, 'h') - numberOf(other, 'h'),
  );
  body.append(...rows);
}

function numberOf(row: HTMLTableRowElement, key: 'r' | 'h'): number {
  return Number(row.dataset[key]);
}
