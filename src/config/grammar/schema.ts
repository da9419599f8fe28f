import { z } from 'zod';
import * as requests from './requests.js';
import { example } from './schema/example.js';
import { source } from './schema/sources.js';
import { bundle, group, tag } from './schema/tags.js';
import { terms } from './schema/terms.js';
import * as value from './values.js';

/*
 * The grammar of feeds.json, with every default: it and schema/ are the only places that know them.
 * feeds.schema.json is made from it (scripts/schema.mjs), so that descriptions are what an editor shows.
 */

const site = z
  .strictObject({
    title: value.text().describe('The name of the site and of its main feed').meta(example('Read Rust')),
    url: value.siteUrl
      .describe('Where public/ is served: the base of every published link')
      .meta(example('https://example.org/')),
    description: value.anyText
      .prefault('')
      .describe('One line on what the site gathers')
      .meta(example('Posts from blogs that write about Rust.')),
    language: value.language
      .prefault('en')
      .describe(
        'BCP 47 language tag of the pages and feeds: what they say is in it (English, German and Arabic are there, others by theme/words.json)',
      )
      .meta(example('de')),
    author: z
      .strictObject({
        name: value.text().describe('Their name').meta(example('Ann')),
        url: value.publishedUrl.optional().describe('Their home page').meta(example('https://ann.example/')),
      })
      .optional()
      .describe('Who publishes the site'),
    logo: value.picture
      .optional()
      .describe('A picture, as a URL or a path below the site’s URL')
      .meta(example('logo.svg')),
    colors: z
      .strictObject({
        accent: value
          .accent('light')
          .optional()
          .describe('#rrggbb for the light theme, readable on white')
          .meta(example('#9c3a12')),
        accentDark: value
          .accent('dark')
          .optional()
          .describe('#rrggbb for the dark theme, readable on near-black')
          .meta(example('#f0986a')),
      })
      .prefault({})
      .describe('The one colour that varies'),
    footer: value.anyText
      .optional()
      .describe('HTML for the end of every page; trusted as it stands')
      .meta(example('<p>Write to us.</p>')),
    head: value.anyText
      .optional()
      .describe('HTML for the head of every page; trusted as it stands')
      .meta(example('<link rel="me" href="https://social.example/@planet">')),
  })
  .describe('The site that is published');

const interval = z
  .strictObject({
    min: value
      .duration('1m', '52w')
      .prefault('1h')
      .describe('No source is polled more often, unless it has an interval of its own')
      .meta(example('30m')),
    max: value
      .duration('1m', '52w')
      .prefault('24h')
      .describe('No source is polled less often, unless it fails or asks for that')
      .meta(example('12h')),
  })
  .refine(({ min, max }) => min <= max, { error: '"min" is longer than "max"' })
  .prefault({})
  .describe('Between these each source finds its own rhythm');

const fetch = z
  .strictObject({
    concurrency: value.whole(1, 1000).prefault(100).describe('Requests under way at once').meta(example(20)),
    perHost: value
      .whole(1, 100)
      .prefault(2)
      .describe('Requests under way at once to one host')
      .meta(example(1)),
    gap: value
      .duration('0s', '10m')
      .prefault('0s')
      .describe('Between two requests to one host')
      .meta(example('2s')),
    timeout: value
      .duration('1s', '10m')
      .prefault('30s')
      .describe('For one request with all its redirects')
      .meta(example('1m')),
    maxBytes: value
      .size('1KB', '1GB')
      .prefault('12MB')
      .describe('A larger document is not read')
      .meta(example('30MB')),
    contact: value.contact
      .optional()
      .describe('URL or mail address named to publishers; else the site’s URL')
      .meta(example('https://example.org/about')),
    interval,
    allow: z
      .array(requests.privatePlace)
      .prefault([])
      .describe('Private hosts, addresses and ranges that may be polled')
      .meta(example(['intranet.example', '10.1.0.0/16'])),
    freshness: value
      .duration('0s', '30d')
      .prefault('7d')
      .describe('A caching header (max-age, Expires) puts a poll off no longer')
      .meta(example('1d')),
  })
  .prefault({})
  .describe('How sources are polled');

const publish = z
  .strictObject({
    limit: value
      .whole(1, 10_000)
      .prefault(50)
      .describe('Entries in each feed; more where more came within a day')
      .meta(example(30)),
    excerpt: value
      .whole(0, 100_000)
      .prefault(500)
      .describe('Characters of text shown of an entry')
      .meta(example(0)),
    hub: value.publishedUrl
      .optional()
      .describe('A WebSub hub to name in the feeds, and to tell of news')
      .meta(example('https://hub.example/')),
    digest: z
      .array(z.enum(['weekly']))
      .prefault([])
      .describe('For each tag a feed more, tags/NAME/weekly: one entry a week, when it closes in "timezone"')
      .meta(example(['weekly'])),
    retention: z
      .strictObject({
        age: value
          .duration('1d', '1000y')
          .optional()
          .describe('Older entries are pruned')
          .meta(example('10y')),
        perSource: value
          .whole(1, 10_000_000)
          .optional()
          .describe('Of each source the newest are kept')
          .meta(example(5000)),
      })
      .prefault({})
      .describe('What is pruned; without it all is kept'),
  })
  .prefault({})
  .describe('What is published');

const classify = z
  .strictObject({
    min: value.number(0.1, 1000).prefault(1).describe('Points from which a tag holds').meta(example(2)),
    title: value.number(0, 100).prefault(1.5).describe('What a hit in the title counts').meta(example(2)),
    plurals: value.flag.prefault(false).describe('Words match their plurals too'),
    chars: value
      .whole(1, 10_000_000)
      .optional()
      .describe('Means nothing any more: all of a post is looked at')
      .meta(example(2000)),
  })
  .prefault({})
  .describe('How points are counted');

const webhook = z
  .strictObject({
    tag: value.text('a tag').describe('Its new posts are told').meta(example('security')),
    url: requests.webhookUrl
      .describe('Whom to tell; $NAME stands for a variable of the environment')
      .meta(example('$WEBHOOK_URL')),
    secret: requests.secret
      .optional()
      .describe('The variable of a key to sign with (json) or of an access token (matrix, ntfy)')
      .meta(example('$WEBHOOK_SECRET')),
    as: z
      .enum(['json', 'slack', 'discord', 'matrix', 'ntfy'])
      .prefault('json')
      .describe('What is sent: a Standard Webhook, or a message as one of these services takes it')
      .meta(example('slack')),
  })
  .refine(({ as, secret }) => secret === undefined || !['slack', 'discord'].includes(as), {
    path: ['secret'],
    error: 'slack and discord take none: the address alone gives access',
  })
  .describe('Somebody who is told of each new post of a tag');

export const feedsFile = z
  .strictObject({
    $schema: z
      .string()
      .optional()
      .describe('Where editors find this schema')
      .meta(example('./feeds.schema.json')),
    include: z
      .array(value.pattern)
      .prefault([])
      .describe('Further files with sources, tags, groups and bundles: paths from here, * for any name')
      .meta(example(['sources/*.json', 'rules/*.json'])),
    site,
    schedule: value.cronExpression
      .prefault('*/10 * * * *')
      .describe('Cron expression: when the worker wakes')
      .meta(example('0 * * * *')),
    timezone: value.timeZone
      .prefault('UTC')
      .describe('IANA time zone of the schedule, and of the weeks of digests')
      .meta(example('Europe/Berlin')),
    fetch,
    publish,
    only: terms
      .prefault([])
      .describe('The gate: what matches none of these is stored, never published')
      .meta(example(['rust', 'cargo'])),
    classify,
    lexicon: value.file
      .optional()
      .describe('A file of learned words beside this one, which tagwire learn writes')
      .meta(example('learned.json')),
    groups: z.record(z.string(), group).prefault({}).describe('Groups of tags that compete, by name'),
    sources: z
      .array(source)
      .describe('The feeds that are polled')
      .meta(example(['https://a.example/feed.xml'])),
    tags: z
      .record(z.string(), tag)
      .describe('Tags by name; a list of words is enough')
      .meta(example({ ffi: ['ffi', 'bindgen'] })),
    bundles: z.record(z.string(), bundle).prefault({}).describe('Feeds over combinations of tags, by name'),
    notify: z
      .array(webhook)
      .prefault([])
      .describe('Webhooks: who is told of new posts')
      .meta(example([{ tag: 'security', url: '$WEBHOOK_URL', as: 'slack' }])),
  })
  .meta({ title: 'feeds.json', description: 'The configuration of tagwire' });

/** feeds.json after the schema: defaults filled in, units converted, names not yet resolved. */
export type FeedsFile = z.output<typeof feedsFile>;
