import { type Dependency, dependency } from '../../plan/dependency.ts';
import { allGuests, type ListedGuest } from '../observe/all-guests.ts';
import { type GuestState, guestStates } from './guest-state.ts';

/** What follows from a guest: the list that tasks read. */
export const guestDependencies: readonly Dependency[] = [
  dependency(guestStates, allGuests, (all, { name, after }) => guestsAfter(all, name, after)),
];

function guestsAfter(all: readonly ListedGuest[], name: string, after: GuestState): readonly ListedGuest[] {
  const others = all.filter((one) => one.name !== name);
  if (!after.exists) return others;
  const state = after.state === 'shut off' ? 'shutdown' : after.state;
  return [...others, { name, state }];
}
