/** What of the page is filtered. */
export interface Parts {
  /** By their place in the table as it was written. */
  hosts: readonly HostPart[];
  cards: readonly CardPart[];
}

export interface HostPart {
  index: number;
  /** In lower case. */
  name: string;
  /** How each of its resources is, as classes. */
  looks: readonly string[];
  /** The look of each network; empty where the host has it not. */
  cells: readonly string[];
  /** In the table. */
  row: HTMLElement;
  section: HTMLElement | undefined;
}

export interface CardPart {
  hosts: readonly number[];
  /** All it says, in lower case. */
  text: string;
  /** The column of the network that it is about. */
  network: number | undefined;
  look: string;
  element: HTMLElement;
}

/** Reads once what is filtered. */
export function readPage(page: Document): Parts {
  const rows = [...page.querySelectorAll<HTMLTableRowElement>('#matrix tbody tr')];
  const sections = page.querySelectorAll<HTMLElement>('details.host');
  const columns = new Map(
    [...page.querySelectorAll('#network option')].map((one) => [
      `network ${one.textContent}`,
      Number(one.getAttribute('value')),
    ]),
  );
  return {
    hosts: rows.map((row, index) => {
      const [name, , ...cells] = [...row.cells];
      return {
        index,
        name: name?.textContent.toLowerCase() ?? '',
        looks: words(row.dataset['s']),
        cells: cells.slice(0, -1).map((cell) => cell.className),
        row,
        section: sections[index],
      };
    }),
    cards: [...page.querySelectorAll<HTMLElement>('.card')].map((element) => ({
      hosts: words(element.dataset['h']).map(Number),
      text: element.textContent.toLowerCase(),
      network: columns.get(element.querySelector('.name')?.textContent ?? ''),
      look: element.dataset['s'] ?? '',
      element,
    })),
  };
}

function words(text = ''): string[] {
  return text.split(' ').filter(Boolean);
}
