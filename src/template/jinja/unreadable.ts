import { FaultError, type Span } from '../fault.ts';

/** A template, or a statement of it, that cannot be read. */
export function unreadable(detail: string, { start, end }: Span, hint?: string): FaultError {
  return new FaultError([
    {
      start,
      end,
      code: 'unreadable-template',
      summary: 'A template cannot be read',
      detail,
      ...(hint !== undefined && { hint }),
    },
  ]);
}
