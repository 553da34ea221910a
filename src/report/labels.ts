import type { Status } from '../plan/outcome.ts';
import type { Style } from './paint.ts';

/** What a status is called on a screen. */
export const LABELS: Readonly<Record<Status, string>> = {
  ok: 'ok',
  changed: 'changed',
  'would-change': 'would change',
  skipped: 'skipped',
  blocked: 'blocked',
  failed: 'failed',
  'not-converged': 'not converged',
  reverted: 'reverted',
  unreachable: 'unreachable',
  lost: 'lost',
  'not-started': 'not started',
};

export const STYLES: Readonly<Record<Status, Style>> = {
  ok: 'green',
  changed: 'yellow',
  'would-change': 'yellow',
  skipped: 'cyan',
  blocked: 'magenta',
  failed: 'red',
  'not-converged': 'red',
  reverted: 'red',
  unreachable: 'red',
  lost: 'red',
  'not-started': 'magenta',
};
