import type { SearchFile, SearchList } from '../pages/search-format.js';
import { html, type Piece, type Raw } from '../pages/template.js';
import { createSearchIndex, type Found } from './search-index.js';
import { resultArticle } from './search-result.js';
import { coverage, statusLine, tagCounts } from './search-status.js';
import { words } from './search-words.js';

/** The search page: loads the segments when they are first needed, newest first, and shows what they have. */

/** Results at a time, and tags to narrow them by. */
const PAGE = 30;
const TAGS = 8;

const form = element('form.find', HTMLFormElement);
const field = element('#q', HTMLInputElement);
const status = element('#status', HTMLElement);
const narrow = element('.narrow', HTMLElement);
const results = element('#results', HTMLElement);
const list = element('#results > div', HTMLElement);
const more = element('#results button', HTMLButtonElement);
const covered = element('#covered', HTMLElement);

const index = createSearchIndex();
let loading: Promise<void> | null = null;
let known: SearchList = { segments: [], tags: {} };
let state: 'idle' | 'loading' | 'ready' | 'failed' = 'idle';
let tag: string | null = null;
let limit = PAGE;
const ownTitle = document.title;
const shownIn = new Map<HTMLElement, string>();
const { say } = words;

field.addEventListener('focus', load);
field.addEventListener('input', () => ask(null));
form.addEventListener('submit', (event) => {
  event.preventDefault();
  ask(null);
});
narrow.addEventListener('click', (event) => {
  const link = (event.target as Element).closest('a');
  if (!link) return;
  event.preventDefault();
  ask(new URL(link.href).searchParams.get('tag'));
});
more.addEventListener('click', () => {
  const first = limit;
  limit += PAGE;
  show();
  list.children[first]?.querySelector('a')?.focus();
});
addEventListener('popstate', readAddress);
readAddress();

function readAddress(): void {
  const asked = new URLSearchParams(location.search);
  field.value = asked.get('q') ?? '';
  tag = asked.get('tag');
  limit = PAGE;
  show();
}

function ask(narrowedBy: string | null): void {
  tag = narrowedBy;
  limit = PAGE;
  history.replaceState(null, '', addressOf(tag));
  show();
}

function load(): Promise<void> {
  loading ??= loadAll().catch(() => {
    state = 'failed';
    loading = null; // asked again with the next word
    show();
  });
  return loading;
}

async function loadAll(): Promise<void> {
  state = 'loading';
  known = await get<SearchList>('index.json');
  for (const { n } of known.segments) {
    index.add((await get<SearchFile>(`${n}.json`)).posts, known.tags);
    show();
  }
  state = 'ready';
  show();
}

async function get<T>(name: string): Promise<T> {
  const response = await fetch(new URL(name, document.baseURI));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return (await response.json()) as T;
}

function show(): void {
  const query = field.value.trim();
  if (query !== '' && state !== 'failed') void load();
  const found = index.find(query);
  const hits = tag === null ? found.hits : found.hits.filter(({ post }) => post.tags.includes(tag ?? ''));
  document.title = query === '' ? ownTitle : say('searchTitle', { query, title: ownTitle }).text;
  put(status, statusOf(query, found, hits.length));
  results.hidden = hits.length === 0;
  put(list, html`${hits.slice(0, limit).map((hit) => resultArticle(words, hit, known.tags))}`);
  more.hidden = hits.length <= limit;
  put(covered, coverage(words, known));
  showTags(found);
}

function statusOf(query: string, found: Found, shown: number): Raw {
  if (state === 'failed') return say('searchFailed');
  if (query === '') return say('searchHint');
  if (state === 'loading')
    return shown === 0
      ? say('searchLoading')
      : say('searchStillLoading', { found: statusLine(words, found, shown) });
  return statusLine(words, found, shown);
}

function showTags(found: Found): void {
  const counts = tagCounts(found);
  narrow.hidden = counts.length < 2 && tag === null;
  const shown = counts.slice(0, TAGS);
  if (tag !== null && !shown.some(([slug]) => slug === tag)) {
    shown.push([tag, found.hits.filter(({ post }) => post.tags.includes(tag ?? '')).length]);
  }
  const links = shown.map(([slug, posts]) => narrowLink(slug, known.tags[slug]?.title ?? slug, posts));
  put(narrow, html`${narrowLink(null, say('searchAllTags'), found.hits.length)}${links}`);
}

function narrowLink(slug: string | null, name: Piece, posts: number): Raw {
  const current = slug === tag && html` aria-current="true"`;
  return html`<a href="${addressOf(slug)}"${current}>${name} ${posts}</a>`;
}

function addressOf(slug: string | null): string {
  const asked = new URLSearchParams();
  if (field.value.trim() !== '') asked.set('q', field.value.trim());
  if (slug !== null) asked.set('tag', slug);
  return asked.size === 0 ? location.pathname : `?${asked}`;
}

/**
 * The one way in for markup: what `html` has escaped. Left alone where nothing changed, for screen readers.
 */
function put(into: HTMLElement, { markup }: Raw): void {
  if (shownIn.get(into) === markup) return;
  shownIn.set(into, markup);
  into.innerHTML = markup;
}

function element<T extends HTMLElement>(selector: string, kind: new () => T): T {
  const found = document.querySelector(selector);
  if (!(found instanceof kind)) throw new TypeError(`the search page has no ${selector}`);
  return found;
}
