/** What a state is called: `both` is one of the words of programs. */
export function stateName(state: string): string {
  return state === 'both' ? 'drifted and pending' : state;
}
