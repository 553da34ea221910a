import { describeRules } from './sound.ts';

describeRules({
  'name-not-allowed': {
    'a slash': { name: 'a/b' },
    nothing: { name: '' },
  },
  'uuid-zero': {
    zeros: { uuid: '00000000-0000-0000-0000-000000000000' },
  },
  'bridge-name': {
    '16 characters': { bridge: { name: 'abcdefghijklmnop' } },
    'a slash': { bridge: { name: 'a/b' } },
  },
  'mtu-range': {
    'too small': { mtu: { size: 60 } },
    'too large': { mtu: { size: 65536 } },
  },
  'line-break': {
    'in an option': { 'dnsmasq:options': { 'dnsmasq:option': { value: 'a\nb' } } },
    'in a title': { title: 'a\nb' },
  },
  'metadata-namespace': {
    none: { metadata: '<a/>' },
    text: { metadata: 'a' },
    twice: { metadata: '<a xmlns="u"/><b xmlns="u"/>' },
  },
});
