import { type Step, told } from '../step.ts';

/** What is said to be wrong, so that one sees a failure made shorter: steps with these texts in them, in this order. */
export function planted(steps: readonly Step[], texts: readonly string[]): string[] {
  let from = 0;
  const found = texts.map((text) => {
    const at = steps.findIndex((step, index) => index >= from && told(step).includes(text));
    from = at;
    return at;
  });
  return texts.length > 0 && !found.includes(-1) ? [`planted: ${texts.join(', then ')}`] : [];
}
