import { attribute, content, group, list, type ModelOf, required } from '../element.ts';
import { integer, ip, text, yesNo } from '../value.ts';

const short = integer(0, 65535);

export const forwarder = group(
  {
    domain: attribute(text, 'ask this server for names of this domain only'),
    addr: attribute(ip, 'address of the server; without it the names of `domain` are answered locally'),
    port: attribute(integer(1, 65535), 'port of the server (libvirt 12.0)'),
  },
  { main: 'addr' },
);

export const txt = group({
  name: required(attribute(text, 'name, without spaces and commas')),
  value: required(attribute(text, 'what the record says')),
});

export const srv = group({
  service: required(attribute(text, 'service, such as ldap')),
  protocol: required(attribute(text, 'tcp or udp')),
  domain: attribute(text, 'domain that offers it; default is the domain of the network'),
  target: attribute(text, 'host that offers it'),
  port: attribute(short, 'port on the target'),
  priority: attribute(short, 'lower is tried first'),
  weight: attribute(short, 'share among those of the same priority'),
});

export const dnsHost = group({
  ip: required(attribute(ip, 'address that the names stand for')),
  hostname: list(content(text), 'names'),
});

export const dns = group(
  {
    enable: attribute(yesNo, 'no: guests get no name service from this network'),
    forwardPlainNames: attribute(yesNo, 'no: names without a dot are never asked of other servers'),
    forwarder: list(forwarder, 'servers that are asked instead of those of the host'),
    txt: list(txt, 'TXT records'),
    srv: list(srv, 'SRV records'),
    host: list(dnsHost, 'names with their addresses'),
  },
  { main: 'enable' },
);

export type Forwarder = ModelOf<typeof forwarder>;
export type Txt = ModelOf<typeof txt>;
export type Srv = ModelOf<typeof srv>;
export type DnsHost = ModelOf<typeof dnsHost>;
