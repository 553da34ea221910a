/** What `--fix` mends: a network that is to run as it is defined, or the tap of a guest that is to be up and on its bridge. */
export type Fix =
  | { kind: 'network'; name: string }
  | { kind: 'tap'; guest: string; mac: string; tap: string; bridge: string };
