import { expect, test } from 'vitest';
import type { HttpUrl, Instant, SafeHtml } from '../../../src/model/values.js';
import { FORMATS } from '../../../src/pass/webhooks/formats.js';
import type { Notice } from '../../../src/pass/webhooks/notice.js';

const at = '2026-01-02T03:04:05.000Z' as Instant;
const notice: Notice = {
  id: 'msg_1',
  at,
  site: { title: 'Planet', url: 'https://planet.example/' as HttpUrl },
  tag: { slug: 'ffi', title: 'FFI', page: 'https://planet.example/tags/ffi/' },
  entry: {
    id: 'urn:1',
    uuid: '1',
    url: 'https://a.example/?a=1&b=2',
    title: '@everyone <!channel> a|b *c*',
    authors: [{ name: 'Ann & Bob', url: null }],
    published: at,
    updated: at,
    language: null,
    summary: '<p>Text with <code>Vec&lt;T&gt;</code></p>' as SafeHtml,
    content: null,
    tags: [{ slug: 'ffi', title: 'FFI' }],
    enclosures: [],
    image: null,
    source: { id: 'urn:a', title: 'Blog', updated: at, home: null, feed: null, url: 'https://a.example/' },
    also: [],
    why: [],
  },
};
const url = (address: string) => address as HttpUrl;
const made = (as: keyof typeof FORMATS, address: string, secret: string | null = null) => {
  const { body, ...rest } = FORMATS[as](notice, { url: url(address), secret });
  return { ...rest, body: JSON.parse(body) as unknown };
};

test('slack: a link and two lines; what would mention people or end the link is escaped', () => {
  expect(made('slack', 'https://hooks.example/x')).toEqual({
    url: 'https://hooks.example/x',
    type: 'application/json',
    body: {
      text: '<https://a.example/?a=1&b=2|@everyone &lt;!channel&gt; a¦b *c*>\nAnn &amp; Bob, Blog · FFI\n&gt;Text with Vec&lt;T&gt;'.replace(
        '\n&gt;',
        '\n>',
      ),
      unfurl_links: false,
      unfurl_media: false,
    },
  });
});

test('discord: an embed in which nobody is mentioned and no Markdown of a stranger is read', () => {
  expect(made('discord', 'https://discord.example/x').body).toEqual({
    embeds: [
      {
        title: '@everyone \\<!channel\\> a\\|b \\*c\\*'.replaceAll('\\<', '<'),
        url: 'https://a.example/?a=1&b=2',
        description: 'Text with Vec<T\\>',
        author: { name: 'Ann & Bob, Blog' },
        footer: { text: 'FFI · Planet' },
        timestamp: at,
      },
    ],
    allowed_mentions: { parse: [] },
  });
});

test('matrix with a token: put into the room under an id of its own, so that it is there once', () => {
  expect(
    made('matrix', 'https://m.example/_matrix/client/v3/rooms/!r/send/m.room.message', 't0ken'),
  ).toMatchObject({
    url: 'https://m.example/_matrix/client/v3/rooms/!r/send/m.room.message/msg_1',
    method: 'PUT',
    headers: { Authorization: 'Bearer t0ken' },
    body: { msgtype: 'm.notice', format: 'org.matrix.custom.html', 'm.mentions': {} },
  });
});

test('matrix without one: posted to a bridge', () => {
  expect(made('matrix', 'https://hookshot.example/x')).toEqual({
    url: 'https://hookshot.example/x',
    type: 'application/json',
    body: {
      text: '@everyone <!channel> a|b *c*\nhttps://a.example/?a=1&b=2\nAnn & Bob, Blog · FFI',
      html: '<p><strong><a href="https://a.example/?a=1&amp;b=2">@everyone &lt;!channel&gt; a|b *c*</a></strong><br>Ann &amp; Bob, Blog · FFI</p><p>Text with Vec&lt;T&gt;</p>',
    },
  });
});

test('ntfy: to the root of the server, naming the topic', () => {
  expect(made('ntfy', 'https://ntfy.example/my-topic', 'tk_1')).toEqual({
    url: 'https://ntfy.example/',
    type: 'application/json',
    headers: { Authorization: 'Bearer tk_1' },
    body: {
      topic: 'my-topic',
      title: '@everyone <!channel> a|b *c*',
      message: 'Ann & Bob, Blog\nText with Vec<T>',
      click: 'https://a.example/?a=1&b=2',
      tags: ['ffi'],
    },
  });
});

test('json without a key is not signed', () => {
  expect(made('json', 'https://a.example/hook').headers).toEqual({
    'webhook-id': 'msg_1',
    'webhook-timestamp': '1767323045',
  });
});
