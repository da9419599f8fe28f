/** What search loads: the files that `pages` writes and the search page reads. */

/**
 * A post as search knows it. What is missing doesn't apply: the file is loaded by every visitor who searches.
 */
export interface SearchPost {
  /** Its place on our own pages: `sources/<source>/#<id>`. */
  readonly id: string;
  readonly url?: string;
  readonly title: string;
  /** The title is made of the excerpt's first words. */
  readonly untitled?: true;
  readonly text: string;
  readonly by?: readonly string[];
  readonly source: string;
  readonly from: string;
  /** `2026-11-18`. */
  readonly date: string;
  readonly tags: readonly string[];
  readonly lang?: string;
  /** Runs against the site. */
  readonly dir?: 'ltr' | 'rtl';
}

/** `search/<n>.json`. */
export interface SearchFile {
  readonly posts: readonly SearchPost[];
}

/** `search/index.json`: the segments, newest first, and what their tags are called. */
export interface SearchList {
  readonly segments: readonly { readonly n: number; readonly count: number; readonly since: string | null }[];
  readonly tags: Readonly<Record<string, { readonly title: string; readonly grouped?: true }>>;
}
