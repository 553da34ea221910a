import { lab, upForTests } from './lab.ts';

// Only the first file of a worker waits for a boot.
await upForTests(lab);
