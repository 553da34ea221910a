/**
 * The history of what comes from a snapshot: none, unless one is named. What a fleet answered once is nothing that a
 * history should count as seen now.
 */
export function historyFor<O extends { snapshot: string | undefined; history: string | undefined }>(
  options: O,
): O {
  const { snapshot, history } = options;
  return snapshot !== undefined && history === undefined ? { ...options, history: 'none' } : options;
}
