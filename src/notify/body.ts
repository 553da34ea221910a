import type { StateEvent } from './check.ts';
import { fitting } from './fitting.ts';
import { details, headline, type Notification } from './notification.ts';

/** What is sent for a notification. */
export interface Sent {
  method: 'POST' | 'PUT';
  url: URL;
  body: string;
}

/** Slack refuses what it does not know. */
const SLACK = /(^|\.)slack(-gov)?\.com$/;
/** https://spec.matrix.org/v1.11/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid */
const MATRIX = /^\/_matrix\/client\/.+\/send\/m\.room\.message\/?$/;

/** The form that a receiver takes, by its URL: Slack's, Matrix', or `text` for other chats beside the events as data. */
export function sentTo(url: URL, notification: Notification): Sent {
  if (MATRIX.test(url.pathname)) {
    const target = new URL(url);
    target.pathname = `${url.pathname.replace(/\/$/, '')}/${notification.key}`;
    return { method: 'PUT', url: target, body: JSON.stringify(matrix(notification)) };
  }
  const body = SLACK.test(url.hostname)
    ? slack(notification)
    : documentOf(notification, chatText(notification));
  return { method: 'POST', url, body: JSON.stringify(body) };
}

/** What a command gets: the document with plain text. */
export function documentOf(notification: Notification, text = plainText(notification)) {
  const { run, time, playbook, project, virtfleet, key } = notification;
  const about = { run, time, playbook, ...(project !== undefined && { project }), virtfleet, key };
  return { text, html: html(notification), version: 1, ...about, ...eventData(notification) };
}

/** Bytes of the events as data. Many receivers refuse more than a megabyte: they would never be told of anything. */
const ROOM = 800_000;

/** The events, and how many are left out where they are too many. */
function eventData({ events: all }: Notification): { events: StateEvent[]; 'left-out'?: number } {
  const owned = all.map((event) => ({ event, hosts: [event.host] }));
  const events = fitting(owned, ROOM, ({ event }) => Buffer.byteLength(JSON.stringify(event))).map(
    ({ event }) => event,
  );
  const left = all.length - events.length;
  return left === 0 ? { events } : { events, 'left-out': left };
}

function plainText(notification: Notification): string {
  return [headline(notification), '', ...details(notification)].join('\n');
}

/** The details as code, in which no chat reads markup or mentions. */
function chatText(notification: Notification): string {
  const code = details(notification).join('\n').replaceAll(/`{3,}/g, "'''");
  return `${headline(notification)}\n\`\`\`\n${code}\n\`\`\``;
}

/** https://api.slack.com/reference/surfaces/formatting#escaping: `<!channel>` would call everybody. */
function slack(notification: Notification) {
  const text = chatText(notification)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
  return { text };
}

/** A text, since clients are silent for an `m.notification`; nobody is mentioned. */
function matrix(notification: Notification) {
  return {
    msgtype: 'm.text',
    body: plainText(notification),
    format: 'org.matrix.custom.html',
    formatted_body: html(notification),
    'm.mentions': {},
  };
}

function html(notification: Notification): string {
  const code = markup(details(notification).join('\n'));
  return `<p><strong>${markup(headline(notification))}</strong></p><pre><code>${code}</code></pre>`;
}

function markup(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
