import * as z from 'zod';

/** Names that expressions can use. */
export const name = z.string().regex(/^[A-Za-z_]\w*$/, 'a name of letters, digits and underscores');
