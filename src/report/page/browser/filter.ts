/** What a reader asks for. */
export interface Wanted {
  /** In lower case; each must be found. */
  words: readonly string[];
  /** A column of the table; undefined for all. */
  network: number | undefined;
  /** Looks of states; none for all. */
  looks: ReadonlySet<string>;
}

interface Host {
  index: number;
  name: string;
  looks: readonly string[];
  cells: readonly string[];
}

interface Card {
  hosts: readonly number[];
  text: string;
  network: number | undefined;
  look: string;
}

/**
 * The hosts and cards that fit. A word that is in the name of a host means hosts of such a name; any other means what
 * cards say of hosts.
 */
export function filtered(
  { hosts, cards }: { hosts: readonly Host[]; cards: readonly Card[] },
  { words, network, looks }: Wanted,
): { hosts: Set<number>; cards: Set<number> } {
  const isLook = (look: string) => looks.size === 0 || looks.has(look);
  const byWord = words.map((word) => found(word, hosts, cards));
  const fitting = hosts.filter(({ index, looks: own, cells }) => {
    if (!byWord.every((one) => one.hosts.has(index))) return false;
    if (network === undefined) return own.some(isLook) || looks.size === 0;
    const cell = cells[network] ?? '';
    return cell !== '' && isLook(cell);
  });
  const shown = new Set(fitting.map(({ index }) => index));
  const fits = (card: Card, index: number) =>
    byWord.every((one) => one.cards.has(index)) &&
    (network === undefined || card.network === network) &&
    isLook(card.look) &&
    (card.hosts.length === 0 || card.hosts.some((host) => shown.has(host)));
  return { hosts: shown, cards: new Set(cards.flatMap((card, index) => (fits(card, index) ? [index] : []))) };
}

function found(word: string, hosts: readonly Host[], cards: readonly Card[]) {
  const named = new Set(hosts.flatMap(({ name, index }) => (name.includes(word) ? [index] : [])));
  const isSaid = ({ hosts: own, text }: Card) =>
    named.size > 0 ? own.some((host) => named.has(host)) : text.includes(word);
  const fitting = new Set(cards.flatMap((card, index) => (isSaid(card) ? [index] : [])));
  const said = () => new Set(cards.flatMap((card, index) => (fitting.has(index) ? card.hosts : [])));
  return { hosts: named.size > 0 ? named : said(), cards: fitting };
}
