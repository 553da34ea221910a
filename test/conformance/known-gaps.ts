/** Cases in which Virtfleet answers otherwise than the real program, each with the reason. */
export const KNOWN_GAPS: ReadonlyMap<string, string> = new Map();
