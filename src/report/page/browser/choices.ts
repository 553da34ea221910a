/** Makes each element a button that is on or off. The looks of those that are on are in the set; `changed` is told of it. */
export function choices(elements: Iterable<HTMLElement>, changed: () => void): ReadonlySet<string> {
  const chosen = new Set<string>();
  for (const element of elements) {
    const look = element.dataset['look'] ?? '';
    const button = document.createElement('button');
    button.type = 'button';
    button.ariaPressed = 'false';
    button.title = 'Show only these';
    button.append(...element.childNodes);
    element.append(button);
    button.addEventListener('click', () => {
      if (!chosen.delete(look)) chosen.add(look);
      button.ariaPressed = String(chosen.has(look));
      changed();
    });
  }
  return chosen;
}
