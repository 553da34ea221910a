import { expect, test } from 'vitest';
import { fuzz } from './fuzz.ts';

test('mutated expressions end with a value or with a fault', () => {
  const { values, faults } = fuzz(2000);
  expect(values).toBeGreaterThan(100);
  expect(faults).toBeGreaterThan(100);
});
