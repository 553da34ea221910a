import { describe, expect, it } from 'vitest';
import { withCauses } from '../../../src/engine/applied/causes.ts';
import { type Change, NO_IMPACT } from '../../../src/plan/change.ts';

function change(what: string, before: string | null, about: Partial<Change> = {}): Change {
  const rest = { impact: NO_IMPACT, steps: [], predictions: [] };
  return { action: 'update', proof: 'observed', what, before, after: 'desired', ...rest, ...about };
}

const STORED = { copies: ['stored'] } as const;
const RUNNING = { copies: ['running'] } as const;

function causes(now: readonly Change[], left: readonly Change[], resource = 'network lab') {
  return withCauses(now, { changes: left }, resource).map(({ cause }) => cause);
}

describe('a difference', () => {
  it('that the host as it was left would not have had has drifted', () => {
    expect(causes([change('mtu', '1450')], [])).toEqual(['drifted']);
    expect(causes([change('mtu', '1450')], [change('domain', 'a')])).toEqual(['drifted']);
  });

  it('that it would have had the same way is pending', () => {
    expect(causes([change('mtu', '1400')], [change('mtu', '1400')])).toEqual(['pending']);
  });

  it('that it would have had from another value is both', () => {
    expect(causes([change('mtu', '1450')], [change('mtu', '1400')])).toEqual(['both']);
    expect(causes([change('mtu', null)], [change('mtu', '1400')])).toEqual(['both']);
  });

  it('is compared copy by copy, whatever its words say of one', () => {
    const left = change('mtu', '1400', { copies: ['stored', 'running'] });
    const stored = change('mtu (persistent copy)', '1400', { subject: 'mtu', ...STORED });
    const running = change('mtu (live copy)', '1450', { subject: 'mtu', ...RUNNING });
    expect(causes([stored, running], [left])).toEqual(['pending', 'both']);
    expect(
      causes([change('mtu', '1400', { copies: ['stored', 'running'] })], [{ ...left, ...STORED }]),
    ).toEqual(['both']);
  });

  it('of a file is compared by its text', () => {
    const file = (text: string) =>
      change('file /etc/motd', 'content', { diff: { label: '/etc/motd', before: text, after: 'new' } });
    expect(causes([file('old')], [file('old')], 'file /etc/motd')).toEqual(['pending']);
    expect(causes([file('other')], [file('old')], 'file /etc/motd')).toEqual(['both']);
  });

  it('by which all of it is made again hides what was pending', () => {
    const made = change('network lab', null, { action: 'create' });
    expect(causes([made], [])).toEqual(['drifted']);
    expect(causes([made], [change('mtu', '1400')])).toEqual(['both']);
    expect(causes([made], [made])).toEqual(['pending']);
  });

  it('of which nothing can be seen, or nothing was recorded, is unknown', () => {
    expect(causes([change('command', null, { proof: 'opaque' })], [])).toEqual(['unknown']);
    expect(withCauses([change('mtu', '1')], { unknown: 'why' }, '').map(({ cause }) => cause)).toEqual([
      'unknown',
    ]);
  });
});
