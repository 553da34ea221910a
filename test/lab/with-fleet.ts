import { lab, upForTests } from './lab.ts';

// Each file begins on hosts that were just installed: what it finds depends on no other file, nor on their order.
await lab.down();
await upForTests(lab);
