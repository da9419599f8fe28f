import type { Classifier } from '../classify/index.js';
import type { LintedEntry } from '../classify/report/lint.js';
import type { Config } from '../config/config.js';
import type { Finding } from '../config/json/locate.js';
import type { Entry } from '../model/entry.js';
import type { HandFiling } from '../model/filing.js';

/** Holds what is filed by hand against the stored entries, one after the other. */
export class HandCheck {
  /** Filings whose post is stored → whether the rules come to the same without them. */
  private readonly found = new Map<HandFiling, boolean>();

  constructor(
    private readonly config: Config,
    private readonly classifier: Classifier,
  ) {}

  see(entry: Entry, { subject, source, hand }: LintedEntry): void {
    if (hand === null || (entry.copyOf !== null && this.found.has(hand))) return;
    const { tags, admitted } = this.classifier.classify(subject, source);
    const isSame =
      hand.add.every((slug) => tags.includes(slug)) && !hand.drop.some((slug) => tags.includes(slug));
    const byRules = isSame && entry.keptTags === null && (admitted || hand.add.length === 0);
    this.found.set(hand, byRules && (this.found.get(hand) ?? true));
  }

  /** Filings that do nothing: their posts are not there, or the rules make the same of them by now. */
  findings(): readonly Finding[] {
    return this.config.filings.flatMap((hand, index): readonly Finding[] => {
      const byRules = this.found.get(hand);
      if (byRules === undefined) {
        const help = 'it is filed when it comes; take this out where it is gone';
        return [{ path: [index, 'post'], atKey: false, message: 'no stored post has this id or link', help }];
      }
      if (!byRules) return [];
      const message = 'the rules file this post so by themselves';
      return [{ path: [index], atKey: false, message, help: 'take it out, or keep it as a labelled post' }];
    });
  }
}
