/** Lab files that only `npm run nightly` runs: their kind of fault is met by another file, or they are a campaign of their own. */
export const NIGHTLY_ONLY: readonly string[] = ['soak'];
