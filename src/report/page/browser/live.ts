/** Loads a page of `report serve` again when the server has something newer, and says how old it is. */

/** Milliseconds between two questions. */
const EVERY = 5_000;
const MINUTE = 60_000;

const { version, ended } = document.documentElement.dataset;
const told = document.querySelector<HTMLOutputElement>('#live');

async function look(): Promise<void> {
  if (document.hidden) return;
  try {
    const { ok, status, headers } = await fetch(location.pathname, { method: 'HEAD', cache: 'no-store' });
    if (!ok) say(`The server answers ${status}: this page may be old.`);
    else if (headers.get('etag') === version) say(age());
    else if (isUsed()) say('There is something newer. Reload the page to see it.');
    else location.reload();
  } catch {
    say('The server does not answer: this page may be old.');
  }
}

/** A filter would be lost, and what is being marked. */
function isUsed(): boolean {
  const find = document.querySelector<HTMLInputElement>('#find');
  const network = document.querySelector<HTMLSelectElement>('#network');
  const isFiltered = find?.value || network?.value || document.querySelector('[aria-pressed="true"]');
  return Boolean(isFiltered) || getSelection()?.isCollapsed === false;
}

function age(): string {
  if (ended === undefined) return '';
  const minutes = Math.floor((Date.now() - Date.parse(ended)) / MINUTE);
  if (minutes < 2) return '';
  if (minutes < 120) return `Ended ${minutes} minutes ago.`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `Ended ${hours} hours ago.` : `Ended ${Math.floor(hours / 24)} days ago.`;
}

function say(text: string): void {
  if (told && told.value !== text) told.value = text;
}

say(age());
setInterval(look, EVERY);
