import type { Config, Tag } from '../../config/config.js';
import { newestFirst } from '../../model/newest-first.js';
import type { Post } from '../../model/post.js';
import { digestChange, type StreamChange } from '../../model/stream.js';
import { nameUuid, OF_ADDRESSES } from '../../model/uuid.js';
import { type Instant, instant, toMs } from '../../model/values.js';
import { MAIN_FORMAT } from '../../publish/feeds/formats.js';
import { feedPath } from '../../publish/site/paths.js';
import type { Theme } from '../../publish/site/theme.js';
import { siteSpeech } from '../../publish/words/languages.js';
import type { Speech } from '../../publish/words/speech.js';
import type { Store, StoreReader } from '../../store/store.js';
import { after, before, beginOf, closeOf, isoName, type Week, weekOf } from './week.js';

/** A site that made no pass for longer makes up for so many weeks, the last. */
const MOST_WEEKS = 60;
/** Posts that a digest lists, the newest: what services for mail take ends at a megabyte or earlier. */
const MOST_POSTS = 500;

/**
 * Makes the digests of weeks that have closed since the last time: of each tag the posts that were published
 * in the week and have come by now. What comes later is in none, and a week without posts has none. Where
 * digests are new, those of weeks to come are made.
 * @param now when the pass began
 */
export async function closeWeeks(
  store: Store,
  { config, theme }: { readonly config: Config; readonly theme: Theme },
  now: Instant,
): Promise<void> {
  const { publish, tags, timezone, site } = config;
  const { digests, firstUrl } = await store.facts();
  if (!publish.digest.includes('weekly')) {
    if (digests !== undefined && digests !== null) await store.setFacts({ digests: null });
    return;
  }
  const last = before(weekOf(now, timezone));
  if (digests?.closed === last) return;
  const { closed = last } = digests ?? {};
  const weeks: Week[] = [];
  for (let week = last; week > closed && weeks.length < MOST_WEEKS; week = before(week)) weeks.unshift(week);
  const removal = weeks.length > 0 ? await store.removal() : null;
  if (weeks.length > 0) await store.flush(); // streams have what this pass brought
  const listed = new Set<string>();
  const words = siteSpeech(site, theme);
  for (const tag of weeks.length > 0 ? tags : []) {
    const posts = await postsOf(store, tag, instant(beginOf(weeks[0] ?? last, timezone)));
    const changes = weeks.flatMap((week) =>
      digestOf(tag, week, posts, { zone: timezone, url: firstUrl ?? site.url, words }),
    );
    for (const { post } of changes) for (const { id } of post?.digest ?? []) listed.add(id);
    if (changes.length > 0) await store.tell(changes);
  }
  await store.flush(); // the digests are there before the weeks are done with
  const isRemoving = listed.size > 0 && JSON.stringify(await store.removal()) !== JSON.stringify(removal);
  const gone = isRemoving ? listed : []; // some of them perhaps, by another worker, since they were read
  await store.setFacts(({ digests: stored }) => ({
    digests: { closed: last, doubtful: [...new Set([...(stored?.doubtful ?? []), ...gone])] },
  }));
}

/** A tag's posts that were published from an instant on, newest first; none that are archived only. */
async function postsOf(store: StoreReader, { slug }: Tag, from: Instant): Promise<readonly Post[]> {
  const data = await store.stream(`tags/${slug}`);
  const found = new Map<string, Post>();
  for (const { post } of data?.window ?? []) found.set(post.id, post);
  for (const { n, count, to } of data?.docs ?? []) {
    if (count === 0 || to < from) continue;
    for (const { post, archivedOnly } of (await store.doc(`tags/${slug}`, n))?.posts ?? [])
      if (!archivedOnly) found.set(post.id, post);
  }
  return [...found.values()].filter(({ published }) => published >= from).toSorted(newestFirst);
}

/** Puts the digest of a week into its stream; nothing where no post is of that week. Pure. */
function digestOf(
  tag: Tag,
  week: Week,
  posts: readonly Post[],
  { zone, url, words }: { readonly zone: string; readonly url: string; readonly words: Speech },
): readonly StreamChange[] {
  const [from, to] = [instant(beginOf(week, zone)), closeOf(week, zone)];
  const own = posts.filter(({ published }) => published >= from && published < to).slice(0, MOST_POSTS);
  if (own.length === 0) return [];
  const feed = `${url}${feedPath({ kind: 'weekly', slug: tag.slug }, MAIN_FORMAT.extension)}`;
  const name = isoName(week);
  const uuid = nameUuid(`${feed}#${name}`, OF_ADDRESSES);
  const language = words.languageOf('digestTitle');
  const sunday = instant(toMs(instant(Date.parse(`${after(week)}T00:00:00Z`))) - 1000);
  const digest: Post = {
    id: `urn:uuid:${uuid}`,
    uuid,
    source: '',
    key: name,
    url: null,
    title: words.say('digestTitle', { tag: tag.title, day: words.longDate(sunday) }).text,
    authors: [],
    published: to,
    updated: to,
    language: language === words.language ? null : language,
    excerpt: '' as Post['excerpt'],
    content: null,
    tags: [tag.slug],
    enclosures: [],
    image: null,
    from: { id: url, title: '', updated: to, home: null, feed: null },
    also: [],
    why: [],
    digest: own.map((post) => ({ ...post, content: null, enclosures: [], image: null, also: [], why: [] })),
  };
  return [digestChange(tag.slug, digest)];
}
