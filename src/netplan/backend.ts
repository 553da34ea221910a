import { mapOf, type Settings } from '../bridge/described.ts';
import { netplanData } from './document.ts';
import type { NetplanFile } from './host-files.ts';

/**
 * Whether netplan has NetworkManager make a bridge: its own `renderer`, else that of all bridges, else that of all
 * links; of several files the last one counts. netplan-yaml(5).
 */
export function isOfNetworkManager(settings: Settings, files: readonly NetplanFile[]): boolean {
  const networks = files.map(({ text }) => mapOf(mapOf(netplanData(text)).network));
  const last = (maps: readonly Settings[]) =>
    maps.findLast(({ renderer }) => renderer !== undefined)?.renderer;
  const renderer = settings.renderer ?? last(networks.map(({ bridges }) => mapOf(bridges))) ?? last(networks);
  return renderer === 'NetworkManager';
}
