import { memoize } from '../../plan/memoize.ts';
import type { Network } from '../model/network.ts';
import { parseNetwork } from './parse.ts';

/** Lines of their own, which differ from host to host. */
const OWN = /^ {2}<(?:uuid>([0-9a-f-]{36})<\/uuid|mac address='([0-9a-f:]{17})'\/)>$/gm;

const parseCommon = memoize((xml: string) => parseNetwork(xml));

/**
 * A definition as libvirt dumps it, see `parseNetwork`. Reading XML is most of what an idle run does with the answers:
 * what the hosts of a fleet have in common is read once. Metadata may have lines of any kind.
 */
export function parseDump(dumped: string): Network {
  // One probe leaves the ends of lines to a text that another has cut off.
  const xml = dumped.trim();
  if (xml.includes('<metadata')) return parseNetwork(xml);
  const own: Pick<Network, 'uuid' | 'mac'> = {};
  const common = xml.replaceAll(OWN, (_, uuid?: string, address?: string) => {
    if (uuid !== undefined) own.uuid = uuid;
    if (address !== undefined) own.mac = { address };
    return '';
  });
  return { ...parseCommon(common), ...own };
}
