import type { Hits } from '../match/hits.js';
import { TagView } from '../match/tag-view.js';
import type { CompiledRules } from '../rules/rules.js';

/** What each tag sees of an entry, by its place: some ignore text. As long as nothing is added to `hits`. */
export function viewsOf({ tags }: Pick<CompiledRules, 'tags'>, hits: Hits): (tag: number) => TagView {
  const all = TagView.of(hits, []);
  const views = new Map<number, TagView>();
  return (tag) => {
    const ignore = tags[tag]?.ignore;
    if (ignore === undefined || ignore.length === 0) return all;
    const view = views.get(tag) ?? TagView.of(hits, ignore);
    views.set(tag, view);
    return view;
  };
}
