import { compareText } from '../model/compare-text.js';
import type { Post } from '../model/post.js';
import type { StreamData } from '../model/stream.js';

export type StreamCounts = Pick<StreamData, 'count' | 'related' | 'writers' | 'years'>;

/** What a stream counts of its posts, archived or not: by other tags, by source, by year. */
export class StreamTally {
  private count: number;
  private readonly related: Map<string, number>;
  private readonly writers: Map<string, number>;
  private readonly years: Map<string, number>;

  constructor(private readonly stream: Pick<StreamData, 'name'> & StreamCounts) {
    this.count = stream.count;
    this.related = new Map(Object.entries(stream.related));
    this.writers = new Map(Object.entries(stream.writers));
    this.years = new Map(Object.entries(stream.years));
  }

  add(post: Post, by: 1 | -1): void {
    this.count += by;
    add(this.writers, post.source, by);
    add(this.years, post.published.slice(0, 4), by);
    for (const tag of post.tags) if (this.stream.name !== `tags/${tag}`) add(this.related, tag, by);
  }

  get counts(): StreamCounts {
    const { count } = this;
    return { count, related: record(this.related), writers: record(this.writers), years: record(this.years) };
  }
}

function add(counts: Map<string, number>, key: string, by: number): void {
  const sum = (counts.get(key) ?? 0) + by;
  if (sum === 0) counts.delete(key);
  else counts.set(key, sum);
}

/** In the order of the keys, so that a file doesn't depend on how it came about. */
function record(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].sort(([a], [b]) => compareText(a, b)));
}
