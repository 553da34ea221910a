import { type BridgePort, bridgePorts, withPort } from '../../host/bridge-ports.ts';
import { type Change, type Prediction, predict } from '../../plan/change.ts';
import type { LinkState } from './link.ts';
import { linkAt } from './probes.ts';

/** Changes of a bridge, with the ports that it has afterwards. The taps of guests are not netplan's and stay. */
export function withBridgePorts(
  changes: readonly Change[],
  name: string,
  ports: readonly BridgePort[],
): Change[] {
  const { key } = linkAt(name);
  return changes.map((change) => ({
    ...change,
    predictions: change.predictions.flatMap((prediction): Prediction[] => {
      if (prediction.probe.key !== key) return [prediction];
      const link = prediction.value as LinkState;
      const left = ports.filter(({ bridge, tap }) => bridge !== name || (link.exists && tap));
      const own = link.exists ? link.ports : [];
      const after = own.reduce((all, port) => withPort(all, { port, tap: false }, name), left);
      return [prediction, predict(bridgePorts, after)];
    }),
  }));
}
