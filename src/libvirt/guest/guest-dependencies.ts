import { type Dependency, dependency } from '../../plan/dependency.ts';
import { allGuests, type ListedGuest } from '../observe/all-guests.ts';
import { guestInfos, infosAfter } from './guest-infos.ts';
import { type GuestState, guestStates } from './guest-state.ts';
import { guestXmls, xmlAfter } from './guest-xml.ts';

/** What follows from a guest: what tasks read of guests. */
export const guestDependencies: readonly Dependency[] = [
  dependency(guestStates, allGuests, (all, { name, after }) => guestsAfter(all, name, after)),
  dependency(guestStates, guestInfos, (all, { name, after }) => infosAfter(all, name, after)),
  dependency(guestStates, guestXmls, (_, { after }) => xmlAfter(after)),
];

function guestsAfter(all: readonly ListedGuest[], name: string, after: GuestState): readonly ListedGuest[] {
  const others = all.filter((one) => one.name !== name);
  if (!after.exists) return others;
  const state = after.state === 'shut off' ? 'shutdown' : after.state;
  return [...others, { name, state }];
}
