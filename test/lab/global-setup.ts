import { lab } from './lab.ts';

let wasUp = false;

/** Brings up two hosts of each release before the lab's tests. */
export async function setup(): Promise<void> {
  wasUp = lab.hosts().some(({ running }) => running);
  await lab.up({ hosts: 4, releases: ['bookworm', 'trixie'], log: console.log });
}

/** Takes the lab down again, unless it was the developer's own. */
export async function teardown(): Promise<void> {
  if (!wasUp) await lab.down();
}
