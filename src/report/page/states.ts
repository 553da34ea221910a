import type { State } from '../../drift/finding.ts';
import type { Mode, Status } from '../../plan/outcome.ts';
import { type Html, html } from './html.ts';

/** What the page says of a resource on a host: a status, or in a drift check what is found of it. */
export type PageState = State | Status | Severity;

/** What a finding of an audit is. */
type Severity = 'error' | 'warning';

interface About {
  /** The class that gives it its shape and colour. */
  look: string;
  word: string;
  means: string;
}

/** From the best to the worst: of several, the last is shown. */
const STATES: Readonly<Record<PageState, About>> = {
  skipped: { look: 'none', word: 'skipped', means: 'A condition left it out.' },
  ok: { look: 'ok', word: 'ok', means: 'As described.' },
  waived: { look: 'waived', word: 'waived', means: 'Differs; waivers.yaml allows it for a while.' },
  unmanaged: { look: 'extra', word: 'unmanaged', means: 'There, but described by no task.' },
  changed: { look: 'done', word: 'changed', means: 'The run changed it.' },
  'would-change': { look: 'pending', word: 'would change', means: 'A run would change it.' },
  'not-started': { look: 'none', word: 'not started', means: 'The task never began.' },
  warning: { look: 'pending', word: 'warning', means: 'A rule warns of it.' },
  pending: { look: 'pending', word: 'pending', means: 'Described, not applied yet.' },
  unknown: {
    look: 'odd',
    word: 'unknown',
    means: 'The host does not tell why it differs, or whether it does.',
  },
  both: { look: 'both', word: 'drifted, pending', means: 'Changed on the host, and the playbook moved on.' },
  drifted: { look: 'drift', word: 'drifted', means: 'Changed on the host since it was applied.' },
  blocked: { look: 'stop', word: 'blocked', means: 'A change needs consent that is not given.' },
  reverted: { look: 'bad', word: 'reverted', means: 'The change was rolled back.' },
  'not-converged': { look: 'bad', word: 'not converged', means: 'It still differs after the change.' },
  failed: { look: 'bad', word: 'failed', means: 'The task failed.' },
  error: { look: 'bad', word: 'error', means: 'A rule is broken.' },
  unreachable: { look: 'away', word: 'unreachable', means: 'The host could not be reached.' },
  lost: { look: 'away', word: 'lost', means: 'The host went away while it was changed.' },
};

const ORDER = Object.keys(STATES) as PageState[];

/** The worst of some states. */
export function worst(states: Iterable<PageState>): PageState | undefined {
  let most = -1;
  for (const state of states) most = Math.max(most, ORDER.indexOf(state));
  return ORDER[most];
}

/** How bad a state is; higher is worse. */
export function rankOf(state: PageState): number {
  return ORDER.indexOf(state);
}

export function lookOf(state: PageState): string {
  return STATES[state].look;
}

/** What a state is called; a check does not start what it cannot look at. */
export function wordOf(state: PageState, mode: Mode): string {
  return state === 'not-started' && mode !== 'apply' ? 'not checked' : STATES[state].word;
}

/** A state as shape, colour and word. */
export function stateMark(state: PageState, mode: Mode): Html {
  return html`<span class="s ${lookOf(state)}">${wordOf(state, mode)}</span>`;
}

/** What the shapes mean: of the states that occur. */
export function legend(states: ReadonlySet<PageState>, mode: Mode): Html {
  const shown = ORDER.filter((state) => states.has(state)).toReversed();
  return html`<dl class="legend">${shown.map(
    (state) => html`<div><dt>${stateMark(state, mode)}</dt><dd>${STATES[state].means}</dd></div>`,
  )}</dl>`;
}
