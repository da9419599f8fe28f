import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/config/read.js';
import { feedsJson, problemsOf } from './grammar.js';

const located = (problems: readonly string[]) => problems.map((problem) => `feeds.json:${problem}`);

describe('what is wrong with site is told with its line, column, path and remedy', () => {
  test.each([
    ['no title', '{ "url": "https://a.example/" }', ['2:9: error: site.title: "title" is required']],
    [
      'an empty title',
      '{ "title": " ", "url": "https://a.example/" }',
      ['2:20: error: site.title: expected text, received an empty string'],
    ],
    ['no address', '{ "title": "A" }', ['2:9: error: site.url: "url" is required']],
    [
      'not an object',
      '"https://a.example/"',
      ['2:9: error: site: expected an object { … }, received "https://a.example/"'],
    ],
    [
      'another scheme',
      '{ "title": "A", "url": "ftp://a.example/" }',
      ['2:32: error: site.url: expected an http or https URL, received "ftp://a.example/"'],
    ],
    [
      'no scheme',
      '{ "title": "A", "url": "a.example" }',
      [
        '2:32: error: site.url: expected an http or https URL, received "a.example"; did you mean "https://a.example"?',
      ],
    ],
    [
      'a query',
      '{ "title": "A", "url": "https://a.example/?x" }',
      ['2:32: error: site.url: the site’s URL has no query or fragment'],
    ],
    [
      'an unknown key',
      '{ "title": "A", "url": "https://a.example/", "descripton": "" }',
      ['2:54: error: site.descripton: unknown key "descripton"; did you mean "description"?'],
    ],
    [
      'no language',
      '{ "title": "A", "url": "https://a.example/", "language": "english!" }',
      ['2:66: error: site.language: expected a language such as "en" or "pt-BR", received "english!"'],
    ],
    [
      'an author without a name',
      '{ "title": "A", "url": "https://a.example/", "author": { "url": "https://b.example/" } }',
      ['2:64: error: site.author.name: "name" is required'],
    ],
    [
      'a pale accent',
      '{ "title": "A", "url": "https://a.example/", "colors": { "accent": "#e07b39" } }',
      ['2:76: error: site.colors.accent: "#e07b39" has a contrast of 2.9 on the light page; text needs 4.5'],
    ],
    [
      'a dark accent on the dark page',
      '{ "title": "A", "url": "https://a.example/", "colors": { "accentDark": "#9c3a12" } }',
      [
        '2:80: error: site.colors.accentDark: "#9c3a12" has a contrast of 2.5 on the dark page; text needs 4.5',
      ],
    ],
    [
      'a colour by name',
      '{ "title": "A", "url": "https://a.example/", "colors": { "accent": "rust" } }',
      ['2:76: error: site.colors.accent: expected a colour such as "#9c3a12", received "rust"'],
    ],
    [
      'a logo that no browser shows',
      '{ "title": "A", "url": "https://a.example/", "logo": "javascript:alert(1)" }',
      ['2:62: error: site.logo: expected a URL or a path below the site’s, received "javascript:alert(1)"'],
    ],
  ])('%s', (_name, json, problems) => {
    expect(problemsOf(feedsJson('', { site: json }))).toEqual(located(problems));
  });
});

describe('a logo is a URL or a path below the site’s', () => {
  const logo = (value: string) =>
    problemsOf(
      feedsJson('', {
        site: `{ "title": "A", "url": "https://a.example/", "logo": ${JSON.stringify(value)} }`,
      }),
    );

  test.each([
    ['a URL', 'https://cdn.example/logo.svg?v=2#x'],
    ['a path', 'assets/logo.svg'],
    ['a path from the root', '/logo.svg'],
    ['a path that comes back', 'a/../logo.svg'],
  ])('%s', (_name, value) => expect(logo(value)).toEqual([]));

  test.each([
    [
      'a password in a URL',
      'http://u:p@h/',
      'a user name or password in a URL; it would be published; take it out',
    ],
    [
      'a folder above the site',
      '../../etc',
      'expected a URL or a path below the site’s, received "../../etc"',
    ],
    ['one above the root', '/../x', 'expected a URL or a path below the site’s, received "/../x"'],
    ['the same in code', '%2e%2e/x', 'expected a URL or a path below the site’s, received "%2e%2e/x"'],
    ['another host', '//h/', 'expected a URL or a path below the site’s, received "//h/"'],
    [
      'another host and a password',
      '//u:p@h/',
      'expected a URL or a path below the site’s, received "//…@h/"',
    ],
    [
      'another host by backslashes',
      '\\\\h\\x',
      'expected a URL or a path below the site’s, received "\\\\\\\\h\\\\x"',
    ],
    ['nothing', '', 'expected a URL or a path below the site’s, received ""'],
    ['a query alone', '?x', 'expected a URL or a path below the site’s, received "?x"'],
    ['a line end in a path', 'logo\n.svg', 'white space in a path; write a space as %20'],
    ['a line end behind a URL', 'https://h/x\n', 'white space in a URL; take it out'],
  ])('but not %s', (_name, value, problem) => {
    expect(logo(value)).toEqual([`feeds.json:2:62: error: site.logo: ${problem}`]);
  });
});

describe('what is wrong with sources is told with its line, column, path and remedy', () => {
  test.each([
    [
      'a password in a URL that is none',
      '["ftp://me:secret@a.example/"]',
      ['3:13: error: sources[0]: expected an http or https URL, received "ftp://…@a.example/"'],
    ],
    [
      'a source that is a number',
      '[5]',
      ['3:13: error: sources[0]: expected a URL or an object { … }, received 5'],
    ],
    ['a source without an address', '[{ "title": "A" }]', ['3:13: error: sources[0].url: "url" is required']],
    [
      'a source with a slip',
      '[{ "url": "https://a.example/", "feul": true }]',
      ['3:44: error: sources[0].feul: unknown key "feul"; did you mean "full"?'],
    ],
    [
      'a source without a scheme',
      '["a.example/feed"]',
      [
        '3:13: error: sources[0]: expected an http or https URL, received "a.example/feed"; did you mean "https://a.example/feed"?',
      ],
    ],
    [
      'white space in an address',
      '["https://a.example/my feed"]',
      ['3:13: error: sources[0]: white space in a URL; write a space as %20'],
    ],
    [
      'white space around an address',
      '[" https://a.example/"]',
      ['3:13: error: sources[0]: white space in a URL; take it out'],
    ],
    [
      'a password',
      '["https://me:secret@a.example/"]',
      ['3:13: error: sources[0]: a user name or password in a URL; it would be published; take it out'],
    ],
    [
      'an unknown tag',
      '[{ "url": "https://a.example/", "tags": ["ffj"] }]',
      ['3:53: error: sources[0].tags[0]: unknown tag "ffj"'],
    ],
    [
      'an unknown hint',
      '[{ "url": "https://a.example/", "hints": ["ffj"] }]',
      ['3:54: error: sources[0].hints[0]: unknown tag "ffj"'],
    ],
    [
      'headers that are none',
      '[{ "url": "https://a.example/", "headers": { "a b": "1", "X-Key": " ", "x-key": "2", "X-Other": "1\\n2" } }]',
      [
        '3:64: error: sources[0].headers["a b"]: "a b" is no name of a header',
        '3:78: error: sources[0].headers.X-Key: expected a value, such as "$NAME" for one from the environment, received an empty string',
        '3:92: error: sources[0].headers.x-key: "x-key" is set twice',
        '3:108: error: sources[0].headers.X-Other: a character that no header can have',
      ],
    ],
    [
      'headers that tagwire sets itself',
      '[{ "url": "https://a.example/", "headers": { "Host": "b", "user-agent": "x" } }]',
      [
        '3:65: error: sources[0].headers.Host: "Host" is set by tagwire itself',
        '3:84: error: sources[0].headers.user-agent: "user-agent" is set by tagwire itself; write "userAgent" beside "headers"',
      ],
    ],
    [
      'a User-Agent that no header can hold',
      '[{ "url": "https://a.example/", "userAgent": "é" }, { "url": "https://b.example/", "userAgent": "" }]',
      [
        '3:57: error: sources[0].userAgent: a User-Agent has ASCII characters only, and no blanks around it',
        '3:108: error: sources[1].userAgent: expected a User-Agent, received an empty string',
      ],
    ],
    [
      'a list that is none',
      '[{ "opml": "ftp://a.example/l", "max": 0, "title": "x" }, { "opml": "../l.opml" }, { "opml": "*.opml", "tags": ["ffj"] }]',
      [
        '3:23: error: sources[0].opml: expected an http or https URL, received "ftp://a.example/l"',
        '3:51: error: sources[0].max: expected a whole number from 1 to 10000, received 0',
        '3:54: error: sources[0].title: unknown key "title"',
        '3:80: error: sources[1].opml: a path that leads out of the folder of feeds.json; keep parts in it or below',
        '3:105: error: sources[2].opml: a pattern, where one file is meant',
        '3:124: error: sources[2].tags[0]: unknown tag "ffj"',
      ],
    ],
    [
      'one list twice',
      '[{ "opml": "https://a.example/l" }, "https://a.example/l", { "opml": "https://a.example/l/" }]',
      ['3:81: error: sources[2].opml: the same list as sources[0]; take one of them out'],
    ],
    [
      'one feed under two addresses',
      '["https://a.example/feed", { "url": "http://www.A.example:80/feed/#top" }]',
      ['3:48: error: sources[1].url: the same feed as sources[0]; take one of them out'],
    ],
  ])('%s', (_name, json, problems) => {
    expect(problemsOf(feedsJson('', { sources: json }))).toEqual(located(problems));
  });
});

describe('what is wrong with tags and their terms is told with its line, column, path and remedy', () => {
  test.each([
    [
      'a tag that is text',
      '{ "ffi": "ffi" }',
      ['4:18: error: tags.ffi: expected a list [ … ] or an object { … }, received "ffi"'],
    ],
    ['a tag without rules', '{ "ffi": {} }', ['4:18: error: tags.ffi.match: "match" is required']],
    [
      'a slip in a tag',
      '{ "ffi": { "mtach": [] } }',
      ['4:20: error: tags.ffi.mtach: unknown key "mtach"; did you mean "match"?'],
    ],
    [
      'another slip, and a key that nobody knows',
      '{ "ffi": { "mach": [], "colour": "" }, "x": { "match": [], "macth": [] } }',
      [
        '4:20: error: tags.ffi.mach: unknown key "mach"; did you mean "match"?',
        '4:32: error: tags.ffi.colour: unknown key "colour"',
        '4:68: error: tags.x.macth: unknown key "macth"; did you mean "match"?',
      ],
    ],
    [
      'a term that is null',
      '{ "ffi": ["ffi", null] }',
      ['4:26: error: tags.ffi[1]: expected a term or an object { … }, received null'],
    ],
    [
      'an unknown key in a term',
      '{ "ffi": [{ "al": ["x"] }] }',
      ['4:21: error: tags.ffi[0].al: unknown key "al"; did you mean "all"?'],
    ],
    [
      'an unknown field',
      '{ "ffi": [{ "any": ["x"], "in": ["titel"] }] }',
      [
        '4:42: error: tags.ffi[0].in[0]: expected one of title, text, category, url, host, author, source, code; received "titel"',
      ],
    ],
    [
      'a term without words',
      '{ "ffi": ["!?"] }',
      [
        '4:19: error: tags.ffi[0]: no letter or digit, so it would never match; signs can be found by a regular expression: /…/u',
      ],
    ],
    [
      'a bad regular expression',
      '{ "ffi": { "match": ["ffi", "/(/"] } }',
      ['4:37: error: tags.ffi.match[1]: not a regular expression: missing closing ): `(`'],
    ],
    [
      'a bad term within a term',
      '{ "ffi": { "match": [], "except": [{ "all": ["x", { "any": ["--"] }] }] } }',
      [
        '4:69: error: tags.ffi.except[0].all[1].any[0]: no letter or digit, so it would never match; signs can be found by a regular expression: /…/u',
      ],
    ],
    [
      'an unknown group',
      '{ "ffi": { "match": ["ffi"], "group": "category" } }',
      ['4:47: error: tags.ffi.group: unknown group "category"'],
    ],
    [
      'an unknown implied tag',
      '{ "ffi": { "match": ["ffi"], "implies": ["unsafe"] } }',
      ['4:50: error: tags.ffi.implies[0]: unknown tag "unsafe"'],
    ],
    [
      'a term where a tag is to be named',
      '{ "ffi": { "match": ["ffi"], "implies": ["tag:Wasm"] }, "wasm": ["wasm"] }',
      ['4:50: error: tags.ffi.implies[0]: unknown tag "tag:Wasm"; write "Wasm" alone'],
    ],
    [
      'a tag that implies itself',
      '{ "ffi": { "match": ["ffi"], "implies": ["ffi"] } }',
      ['4:50: error: tags.ffi.implies[0]: tags imply each other in a circle: ffi → ffi'],
    ],
    [
      'a circle',
      '{ "a": { "match": ["a"], "implies": ["b"] }, "b": { "match": ["b"], "implies": ["c"] }, "c": { "match": ["c"], "implies": ["a"] } }',
      ['4:132: error: tags.c.implies[0]: tags imply each other in a circle: a → b → c → a'],
    ],
    [
      'a term for an unknown tag, wherever it stands',
      '{ "wasm": ["wasm"], "web": [{ "any": ["http", { "not": ["tag:wsam"] }] }, "tag:Wasm"] }',
      ['4:65: error: tags.web[0].any[1].not[0]: unknown tag "wsam"; did you mean "wasm"?'],
    ],
    [
      'a tag that asks for itself',
      '{ "ffi": ["ffi", "tag:ffi"] }',
      ['4:26: error: tags.ffi[1]: ffi asks for itself; take the term out'],
    ],
    [
      'tags that ask for each other in a circle, by whatever name and in whatever list',
      '{ "a": { "match": ["a"], "aliases": ["α"], "except": ["tag:b"] }, "b": [{ "not": ["tag:c"] }], "c": ["tag:α"] }',
      ['4:63: error: tags.a.except[0]: tags ask for each other in a circle: b → c → a → b'],
    ],
    [
      'a term for text, which a tag is not',
      '{ "a": ["a"], "b": { "match": ["b"], "ignore": ["tag:a"] } }',
      [
        '4:57: error: tags.b.ignore[0]: a tag is no text, so nothing of a post can be left out for it; did you mean "except"?',
      ],
    ],
    [
      'two tags of one slug',
      '{ "C++": ["c++"], "cpp": ["cpp"] }',
      ['4:27: error: tags.cpp: "cpp" has the slug "cpp", which "C++" has already; rename one of them'],
    ],
    [
      'an alias that is a tag',
      '{ "ffi": ["ffi"], "x": { "match": ["x"], "aliases": ["FFI"] } }',
      [
        '4:62: error: tags.x.aliases[0]: "FFI" has the slug "ffi", which "ffi" has already; rename one of them',
      ],
    ],
    [
      'a tag without letters',
      '{ "!": ["x"] }',
      ['4:11: error: tags["!"]: "!" has no letter or digit; its slug, the name in paths, would be empty'],
    ],
    [
      'a test without text',
      '{ "ffi": { "match": ["ffi"], "tests": [{ "is": true }] } }',
      ['4:48: error: tags.ffi.tests[0]: "text" or "title" is required'],
    ],
    [
      'a test without an answer',
      '{ "ffi": { "match": ["ffi"], "tests": [{ "text": "x" }] } }',
      ['4:48: error: tags.ffi.tests[0].is: "is" is required'],
    ],
    [
      '__proto__',
      '{ "__proto__": ["x"] }',
      ['4:11: error: tags.__proto__: the key "__proto__" is not allowed'],
    ],
  ])('%s', (_name, json, problems) => {
    expect(problemsOf(feedsJson('', { tags: json }))).toEqual(located(problems));
  });
});

describe('a contact is a URL or a mail address', () => {
  const contact = (value: string) =>
    problemsOf(feedsJson(`"fetch": { "contact": ${JSON.stringify(value)} }`));

  test.each(['https://a.example/about', 'me@a.example', 'mailto:feeds+rust@a.example?subject=Polling'])(
    '%s',
    (value) => expect(contact(value)).toEqual([]),
  );

  test.each([
    ['a word', 'me', 'expected a URL or a mail address, received "me"'],
    [
      'a password in a URL',
      'http://u:p@h/',
      'a user name or password in a URL; it would be published; take it out',
    ],
    ['a path', '../../etc', 'expected a URL or a mail address, received "../../etc"'],
    ['a host', '//h/', 'expected a URL or a mail address, received "//h/"'],
    ['a host and a password', '//u:p@h/', 'expected a URL or a mail address, received "//…@h/"'],
    ['a line end behind a URL', 'https://h/\n', 'white space in a URL; take it out'],
    [
      'a line end in a mail address',
      'me@a.example\r\nX: y',
      'expected a URL or a mail address, received "me@a.example\\r\\nX: y"',
    ],
    ['two addresses', 'a@b@c', 'expected a URL or a mail address, received "a@b@c"'],
  ])('but not %s', (_name, value, problem) => {
    expect(contact(value)).toEqual([`feeds.json:5:23: error: fetch.contact: ${problem}`]);
  });
});

describe('what is wrong with everything else is told with its line, column, path and remedy', () => {
  test.each([
    [
      'a key of the site',
      '"title": "Planet"',
      ['5:1: error: title: unknown key "title"; it stands in "site"'],
    ],
    [
      'a key of what has defaults',
      '"timeout": "5s"',
      ['5:1: error: timeout: unknown key "timeout"; it stands in "fetch"'],
    ],
    ['an unknown section', '"tag": {}', ['5:1: error: tag: unknown key "tag"; did you mean "tags"?']],
    [
      'no cron expression',
      '"schedule": "every hour"',
      [
        '5:13: error: schedule: "every hour" is no cron expression; write "*/10 * * * *" for every ten minutes',
      ],
    ],
    [
      'a minute too late',
      '"schedule": "61 * * * *"',
      [
        '5:13: error: schedule: "61 * * * *" is no cron expression; write "*/10 * * * *" for every ten minutes',
      ],
    ],
    [
      'a nickname',
      '"schedule": "@daily"',
      ['5:13: error: schedule: "@daily" is no cron expression; write "*/10 * * * *" for every ten minutes'],
    ],
    [
      'a time zone with a slip',
      '"timezone": "Europe/Berln"',
      ['5:13: error: timezone: unknown time zone "Europe/Berln"; did you mean "Europe/Berlin"?'],
    ],
    [
      'an unknown time zone',
      '"timezone": "Mars/Olympus_Mons"',
      [
        '5:13: error: timezone: unknown time zone "Mars/Olympus_Mons"; write "UTC" or a name such as "Europe/Berlin"',
      ],
    ],
    [
      'no requests at all',
      '"fetch": { "concurrency": 0 }',
      ['5:27: error: fetch.concurrency: expected a whole number from 1 to 1000, received 0'],
    ],
    [
      'half a request',
      '"fetch": { "perHost": 1.5 }',
      ['5:23: error: fetch.perHost: expected a whole number from 1 to 100, received 1.5'],
    ],
    [
      'far too many requests',
      '"fetch": { "concurrency": 1000000 }',
      ['5:27: error: fetch.concurrency: expected a whole number from 1 to 1000, received 1000000'],
    ],
    [
      'a duration in words',
      '"fetch": { "timeout": "30 seconds" }',
      ['5:23: error: fetch.timeout: "30 seconds" is no duration; write "30s"'],
    ],
    [
      'a duration as a number',
      '"fetch": { "timeout": 30 }',
      ['5:23: error: fetch.timeout: expected a duration such as "30m", received number'],
    ],
    [
      'a duration without a unit',
      '"fetch": { "timeout": "30" }',
      ['5:23: error: fetch.timeout: "30" is no duration; write "6h", "30m" or "2d"'],
    ],
    [
      'no time at all',
      '"fetch": { "timeout": "0s" }',
      ['5:23: error: fetch.timeout: expected a duration from "1s" to "10m", received "0s"'],
    ],
    [
      'a size in another notation',
      '"fetch": { "maxBytes": "12 mib" }',
      ['5:24: error: fetch.maxBytes: "12 mib" is no size; write "12MB"'],
    ],
    [
      'no size at all',
      '"fetch": { "maxBytes": "0MB" }',
      ['5:24: error: fetch.maxBytes: expected a size from "1KB" to "1GB", received "0MB"'],
    ],
    [
      'a private place by its URL',
      '"fetch": { "allow": ["http://intranet.example/feed"] }',
      [
        '5:22: error: fetch.allow[0]: expected a host, an address or a range such as "10.1.0.0/16", received "http://intranet.example/feed"; write "intranet.example"',
      ],
    ],
    [
      'a range that is none',
      '"fetch": { "allow": ["10.0.0.0/33", "10.0.0/8", "*.example", "a b"] }',
      [
        '5:22: error: fetch.allow[0]: expected a host, an address or a range such as "10.1.0.0/16", received "10.0.0.0/33"',
        '5:37: error: fetch.allow[1]: expected a host, an address or a range such as "10.1.0.0/16", received "10.0.0/8"',
        '5:49: error: fetch.allow[2]: expected a host, an address or a range such as "10.1.0.0/16", received "*.example"',
        '5:62: error: fetch.allow[3]: expected a host, an address or a range such as "10.1.0.0/16", received "a b"',
      ],
    ],
    [
      'an interval the wrong way round',
      '"fetch": { "interval": { "min": "2d", "max": "1d" } }',
      ['5:24: error: fetch.interval: "min" is longer than "max"'],
    ],
    [
      'no entries',
      '"publish": { "limit": 0 }',
      ['5:23: error: publish.limit: expected a whole number from 1 to 10000, received 0'],
    ],
    [
      'less than none',
      '"publish": { "excerpt": -1 }',
      ['5:25: error: publish.excerpt: expected a whole number from 0 to 100000, received -1'],
    ],
    [
      'a hub without a host',
      '"publish": { "hub": "https:///hub" }',
      ['5:21: error: publish.hub: "https:///hub" is no URL'],
    ],
    [
      'months',
      '"publish": { "retention": { "age": "6 months" } }',
      ['5:36: error: publish.retention.age: "6 months" is no duration; write "6h", "30m" or "2d"'],
    ],
    [
      'points as text',
      '"classify": { "min": "1" }',
      ['5:22: error: classify.min: expected a number from 0.1 to 1000, received "1"'],
    ],
    [
      'yes for true',
      '"classify": { "plurals": "yes" }',
      ['5:26: error: classify.plurals: expected true or false, received "yes"'],
    ],
    [
      'keep over 1',
      '"groups": { "g": { "keep": 80 } }',
      ['5:28: error: groups.g.keep: expected a number from 0 to 1, received 80'],
    ],
    [
      'an unknown default',
      '"groups": { "g": { "default": "x" } }',
      ['5:31: error: groups.g.default: unknown tag "x"'],
    ],
    ['a language in a bundle', '"bundles": { "b": { "any": ["lang:de"], "none": ["lang:de-CH"] } }', []],
    [
      'no language in a bundle',
      '"bundles": { "b": { "any": ["lang:german"] } }',
      ['5:29: error: bundles.b.any[0]: unknown tag "lang:german"'],
    ],
    [
      'a language in notify, which tells of tags',
      '"notify": [{ "tag": "lang:de", "url": "$HOOK" }]',
      ['5:21: error: notify[0].tag: unknown tag "lang:de"'],
    ],
    [
      'an unknown tag in a bundle',
      '"bundles": { "b": { "any": ["ffj"] } }',
      ['5:29: error: bundles.b.any[0]: unknown tag "ffj"'],
    ],
    [
      'a lexicon of many files',
      '"lexicon": "rules/*.json"',
      ['5:12: error: lexicon: a pattern, where one file is meant'],
    ],
    [
      'two bundles of one slug',
      '"bundles": { "A b": {}, "a-b": {} }',
      ['5:25: error: bundles.a-b: "a-b" has the slug "a-b", which "A b" has already; rename one of them'],
    ],
  ])('%s', (_name, json, problems) => {
    expect(problemsOf(feedsJson(json))).toEqual(located(problems));
  });
});

test.each([
  [
    'tags as a list',
    '"tags": ["ffi", "x"]',
    '4:9: error: tags: expected an object { "name": … }, received a list',
  ],
  ['no tags', '"$schema": ""', '1:1: error: tags: "tags" is required'],
  [
    'tags with a slip',
    '"tgas": { "ffi": ["ffi"] }',
    '4:1: error: tgas: unknown key "tgas"; did you mean "tags"?',
  ],
])('%s are one mistake, not one for each place that names a tag', (_name, tags, problem) => {
  const text = `{
"site": { "title": "Planet", "url": "https://planet.example/" },
"sources": [{ "url": "https://a.example/", "tags": ["ffi"], "hints": ["x"] }],
${tags},
"bundles": { "b": { "any": ["ffi"] } }
}`;
  expect(problemsOf(text)).toEqual(located([problem]));
});

test('groups as a list are one mistake too', () => {
  const tags = '{ "ffi": { "match": ["ffi"], "group": "g" } }';
  expect(problemsOf(feedsJson('"groups": ["g"]', { tags }))).toEqual(
    located(['5:11: error: groups: expected an object { "name": … }, received a list']),
  );
});

test('every problem is listed at once, in the order of the file', () => {
  const text = feedsJson('"schedule": "never", "bundles": { "b": { "any": ["ffj"] } }', {
    site: '{ "title": 5 }',
    sources: '["a.example", "https://b.example/", "https://b.example"]',
    tags: '{ "ffi": [7, "?"], "x": { "match": [], "group": "g", "implies": ["x"] } }',
  });
  expect(problemsOf(text)).toEqual(
    located([
      '2:9: error: site.url: "url" is required',
      '2:20: error: site.title: expected text, received number',
      '3:13: error: sources[0]: expected an http or https URL, received "a.example"; did you mean "https://a.example"?',
      '3:48: error: sources[2]: the same feed as sources[1]; take one of them out',
      '4:19: error: tags.ffi[0]: expected a term or an object { … }, received 7',
      '4:22: error: tags.ffi[1]: no letter or digit, so it would never match; signs can be found by a regular expression: /…/u',
      '4:57: error: tags.x.group: unknown group "g"',
      '4:74: error: tags.x.implies[0]: tags imply each other in a circle: x → x',
      '5:13: error: schedule: "never" is no cron expression; write "*/10 * * * *" for every ten minutes',
      '5:50: error: bundles.b.any[0]: unknown tag "ffj"; did you mean "ffi"?',
    ]),
  );
});

describe('the tags of a group are decided together, so that', () => {
  test.each([
    [
      'none can ask for another',
      '{ "a": { "match": ["a"], "group": "g" }, "b": { "match": ["tag:a"], "group": "G" } }',
      ['4:67: error: tags.b.match[0]: b and a compete in the group g, so neither can ask for the other'],
    ],
    [
      'none can ask for itself, which is said of the tag',
      '{ "a": { "match": ["tag:A"], "group": "g" } }',
      ['4:28: error: tags.a.match[0]: a asks for itself; take the term out'],
    ],
    [
      'none can ask for one that asks for any of them',
      '{ "a": { "match": ["tag:c"], "group": "g" }, "b": { "match": ["b"], "group": "g" }, "c": ["tag:b"] }',
      [
        '4:28: error: tags.a.match[0]: tags ask for each other in a circle: c → group g → c; the tags of a group are decided together',
      ],
    ],
    [
      'they may ask for what is outside',
      '{ "a": { "match": ["tag:c"], "group": "g" }, "b": { "match": ["b"], "group": "g" }, "c": ["c"], "d": ["tag:a"] }',
      [],
    ],
  ])('%s', (_name, tags, problems) => {
    expect(problemsOf(feedsJson('"groups": { "g": {} }', { tags }))).toEqual(located(problems));
  });
});

test('gates ask for tags too; what names none is told', () => {
  const sources = '[{ "url": "https://b.example/", "only": ["tag:wsam"] }]';
  expect(problemsOf(feedsJson('"only": ["tag:wasm"]', { tags: '{ "wasm": ["wasm"] }' }))).toEqual([]);
  expect(
    problemsOf(feedsJson('"only": [{ "all": ["tag:wsam"] }]', { sources, tags: '{ "wasm": [] }' })),
  ).toEqual(
    located([
      '3:53: error: sources[0].only[0]: unknown tag "wsam"; did you mean "wasm"?',
      '5:20: error: only[0].all[0]: unknown tag "wsam"; did you mean "wasm"?',
    ]),
  );
});

test('a chain of 20,000 tags, one asking for the next, is no trouble', () => {
  const tags = Array.from({ length: 20_000 }, (_, n) => [`t${n}`, [n === 0 ? 'x' : `tag:t${n - 1}`]]);
  expect(problemsOf(feedsJson('', { tags: JSON.stringify(Object.fromEntries(tags)) }))).toEqual([]);
});

test('columns count characters, not units', () => {
  expect(
    problemsOf(feedsJson('', { site: '{ "title": "🦀🦀", "ulr": "" , "url": "https://a.example/" }' })),
  ).toEqual(located(['2:26: error: site.ulr: unknown key "ulr"; did you mean "url"?']));
});

describe('is no problem', () => {
  test.each([
    ['the least there can be', feedsJson()],
    [
      'a tag named like a member of objects',
      feedsJson('', { tags: '{ "constructor": ["x"], "toString": ["y"] }' }),
    ],
    [
      'a tag named by its title, in any casing',
      feedsJson('"bundles": { "b": { "any": ["c++", "FFI"] } }', {
        tags: '{ "C++": ["c++"], "ffi": ["ffi"] }',
      }),
    ],
    [
      'a tag named by an alias',
      feedsJson('"bundles": { "b": { "any": ["bindings"] } }', {
        tags: '{ "ffi": { "match": ["ffi"], "aliases": ["bindings"] } }',
      }),
    ],
    [
      'one tag implied along two ways',
      feedsJson('', {
        tags: '{ "a": { "match": ["a"], "implies": ["b", "c"] }, "b": { "match": ["b"], "implies": ["c"] }, "c": ["c"] }',
      }),
    ],
    [
      'http and paths that differ',
      feedsJson('', {
        sources:
          '["https://a.example/feed", "https://a.example/feed2", "https://a.example/feed?tag=x", "https://a.example:8443/feed"]',
      }),
    ],
    ['seconds in a schedule', feedsJson('"schedule": "30 */10 * * * *"')],
    [
      'a logo below the site',
      feedsJson('', { site: '{ "title": "A", "url": "https://a.example/", "logo": "logo.svg" }' }),
    ],
    ['a mail address as contact', feedsJson('"fetch": { "contact": "me@a.example" }')],
  ])('%s', (_name, text) => {
    expect(problemsOf(text)).toEqual([]);
  });
});

describe('warnings', () => {
  const warningsOf = (text: string) => {
    const parsed = parseConfig(text, 'feeds.json');
    return parsed.ok
      ? parsed.warnings().map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`)
      : [];
  };
  const warnedOf = (term: unknown): readonly (string | null)[] => {
    const parsed = parseConfig(feedsJson('', { tags: JSON.stringify({ a: [term] }) }), 'feeds.json');
    if (!parsed.ok) throw new TypeError('a bad term');
    return parsed.warnings().map(({ path, message, help }) => `${path}: ${message}; ${help}`);
  };

  test.each<[term: unknown, warned: readonly string[]]>([
    [
      'titel:foo',
      [
        'tags.a[0]: "titel:" is no field, so these are words to be found one after the other; did you mean "title:"? Else write a space instead of the colon',
      ],
    ],
    ['Title:foo', [expect.stringContaining('did you mean "title:"?')]],
    ['autor: Ann', [expect.stringContaining('did you mean "author:"?')]],
    ['hots:a.example', [expect.stringContaining('did you mean "host:"?')]],
    ['tags:wasm', [expect.stringContaining('did you mean "tag:"?')]],
    [
      'host:https://a.example/',
      ['tags.a[0]: no host is "https://a.example/", so this is never found; write "host:a.example"'],
    ],
    [
      'host:a.example/blog',
      [
        'tags.a[0]: no host is "a.example/blog", so this is never found; write "host:a.example"; "url:" looks at the whole address',
      ],
    ],
    ['host:a.example/', []],
    ['host:/(?:^|\\.)a\\.example$/', []],
    ['csae:Go', [expect.stringContaining('did you mean "case:"?')]],
    [{ all: ['x', { any: ['titel:foo'] }] }, [expect.stringMatching(/^tags\.a\[0\]\.all\[1\]\.any\[0\]: /)]],
    [
      "'static",
      [
        'tags.a[0]: "\'static" is found wherever the word "static" is; a sign is found by a regular expression, /…/u; else write "static"',
      ],
    ],
    ['title:-web', [expect.stringContaining('wherever the word "web" is')]],
    ['case:@Component', [expect.stringContaining('wherever the word "Component" is')]],
    [
      '/(i?)ffi/',
      [
        'tags.a[0]: (i?) is a letter i that may be left out; did you mean (?i)? Better, put the flag at the end: /…/i',
      ],
    ],
    [
      'title:/\\bпривет/',
      [
        'tags.a[0]: \\b knows ASCII letters only, and stands beside others; write (?<![\\p{L}\\p{N}]) before a word and (?:[^\\p{L}\\p{N}]|$) after it',
      ],
    ],
    [
      '/програм\\w+/',
      ['tags.a[0]: \\w knows ASCII letters only, and stands beside others; write [\\p{L}\\p{N}_]'],
    ],
    ['/\\w+(?:ция|x)/', [expect.stringMatching(/^tags\.a\[0\]: \\w knows/)]],
    ['/\\b[а-я]+/', [expect.stringMatching(/^tags\.a\[0\]: \\b knows/)]],
    ['/café/', ['tags.a[0]: "é" is never found: expressions see the text without accents; write "e"']],
  ])('a term that hardly means what it says: %j', (term, warned) => {
    expect(warnedOf(term)).toEqual(warned);
  });

  test.each([
    'std::mem',
    'node:fs',
    'test:unit',
    'https://a.example',
    'table:x',
    'title:stm32',
    'case:Go',
    'titel',
    '.net',
    'c++',
    "don't",
    'no-std',
    '#![no_std]',
    '@home sweet',
    "/'static/",
    '/\\bffi\\b/',
    '/\\w+ and привет/',
    '/[\\wа-я]+ ffi/',
    '/x\\\\bп/',
    '/(?i)ffi/',
    '/(?<![\\p{L}])привет/',
  ])('but not one that is what it looks like: %s', (term) => {
    expect(warnedOf(term)).toEqual([]);
  });

  type Row = readonly [string, string, readonly string[]];
  test.each<Row>([
    [
      'a tag that nothing leads to',
      feedsJson('', { tags: '{ "a": [], "b": { "match": ["b"], "implies": ["c"] }, "c": [] }' }),
      ['4:11 tags.a: nothing is ever filed here: no terms, and no other rule names the tag'],
    ],
    [
      'a term for a tag that only another one brings along',
      feedsJson('', {
        tags: '{ "a": { "match": ["a"], "implies": ["c"] }, "b": [{ "any": ["tag:a", "tag:c"] }], "c": [] }',
      }),
      ['4:79 tags.b[0].any[1]: never holds: nothing but another tag or a group’s default gives c'],
    ],
    ['a group without tags', feedsJson('"groups": { "g": {} }'), ['5:13 groups.g: no tag is in this group']],
    [
      'a default from elsewhere',
      feedsJson('"groups": { "g": { "default": "a" } }', {
        tags: '{ "a": ["a"], "b": { "match": ["b"], "group": "g" } }',
      }),
      ['5:31 groups.g.default: the default is a tag of another group'],
    ],
    [
      'a bundle of everything',
      feedsJson('"bundles": { "b": {} }'),
      ['5:14 bundles.b: names no tag in "any" or "all", so it holds everything'],
    ],
    [
      'a bundle of nothing',
      feedsJson('"bundles": { "b": { "all": ["a"], "none": ["a"] } }', { tags: '{ "a": ["a"] }' }),
      ['5:43 bundles.b.none: "none" rules out all that it could hold'],
    ],
    [
      'a key that is read no more',
      feedsJson('"classify": { "chars": 2000 }'),
      ['5:15 classify.chars: means nothing any more: all of a post is looked at'],
    ],
    ...['token=x', 'api_key=x', 'authKey=x', 'a=1&auth=x', 'feed=1&user=me'].map((query): Row => {
      const name = query === 'feed=1&user=me' ? 'feed=…&user=…' : (/(\w+)=x/.exec(query)?.[1] ?? '');
      const said = `"${name}" in the address looks like a secret, and the address is published`;
      return [
        `a public source whose address gives access: ${query}`,
        feedsJson('', { sources: `["https://a.example/feed?${query}"]` }),
        [`3:13 sources[0]: ${said}`],
      ];
    }),
    [
      'but not one that is private, or whose parameters are called otherwise',
      feedsJson('', {
        sources: `[{ "url": "https://a.example/feed?token=x", "private": true },
          "https://b.example/feed?author=x&keyword=y&feed=rss2&token="]`,
      }),
      [],
    ],
  ])('%s', (_name, text, warnings) => {
    expect(warningsOf(text)).toEqual(warnings);
  });
});
