import { subjectOf } from '../../drift/finding.ts';
import type { Mode } from '../../plan/outcome.ts';
import { diffLines } from '../diff.ts';
import { type Html, html } from './html.ts';
import type { Item } from './items.ts';
import { stateMark } from './states.ts';

/** Lines of a text comparison; the rest is counted. */
const MOST = 400;

const BEFORE_AFTER: Readonly<Record<Mode, readonly [string, string]>> = {
  apply: ['before', 'after'],
  check: ['on the host', 'as described'],
  drift: ['on the host', 'as described'],
};

/** The differences of an item as a table, behind it their texts to compare, unless that is too much for the page. */
export function changeRows(
  { changes, section, state }: Item,
  { mode, hasTexts }: { mode: Mode; hasTexts: boolean },
): Html | undefined {
  if (changes.length === 0) return undefined;
  const copies = changes.some((one) => one.copies?.length);
  const news = section === 'new' && changes.some((one) => 'isNew' in one && !one.isNew);
  const [before, after] = BEFORE_AFTER[mode];
  const rows = changes.map((change) => {
    const cause = state === 'both' && change.cause && stateMark(change.cause, mode);
    const isNew = news && 'isNew' in change && change.isNew;
    return html`<tr><th scope="row">${subjectOf({ ...change })}${cause || undefined}${isNew ? html`<b class="badge">new</b>` : undefined}</th><td>${value(change.before)}</td><td>${value(change.after)}</td>${copies ? html`<td>${change.copies?.join(', ')}</td>` : undefined}</tr>`;
  });
  const texts = changes.flatMap(({ diff }) => diff ?? []);
  const shown = hasTexts
    ? texts.map((diff) => diffHtml(diffLines(diff, (_, text) => text)))
    : texts.length > 0
      ? html`<p class="note">The page is too long for the difference as text: --json FILE with --diff has it.</p>`
      : undefined;
  return html`<div class="wide"><table class="changes"><thead><tr><th scope="col">what</th><th scope="col">${before}</th><th scope="col">${after}</th>${copies ? html`<th scope="col">copy</th>` : undefined}</tr></thead><tbody>${rows}</tbody></table></div>${shown}`;
}

function value(text: string | null): Html {
  return text === null ? html`<span class="absent">not there</span>` : html`<code>${text}</code>`;
}

function diffHtml(lines: readonly string[]): Html | undefined {
  if (lines.length === 0) return undefined;
  const more = lines.length - MOST;
  const shown = lines.slice(0, MOST).map((line) => {
    const mark = /^(---|\+\+\+|@@)/.test(line)
      ? 'at'
      : line[0] === '+'
        ? 'plus'
        : line[0] === '-'
          ? 'minus'
          : '';
    return mark === ''
      ? html`${line}
`
      : html`<span class="${mark}">${line}
</span>`;
  });
  return html`<details class="diff"><summary>Difference as text</summary><pre tabindex="0">${shown}${more > 0 ? `… ${more} more lines` : undefined}</pre></details>`;
}
