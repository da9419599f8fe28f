import type { Webhook } from '../../config/config.js';
import { shortHash } from '../../model/hash.js';
import type { Fresh, Letter } from '../../store/store.js';

export const WEBHOOK = 'webhook';

/**
 * What a webhook is called in the outbox: never its address, which may be a secret. Another address as
 * feeds.json has it is another webhook; what a variable holds may change.
 */
export const nameOf = ({ tag, as, url }: Webhook): string => `${tag} ${as} ${shortHash(url)}`;

/**
 * A letter for each post that is news and each webhook of its tags.
 */
export const webhookLetters = (notify: readonly Webhook[], fresh: Fresh): readonly Letter[] =>
  notify.flatMap((hook) =>
    (fresh.get(`tags/${hook.tag}`) ?? []).map(
      (id): Letter => ({ kind: WEBHOOK, to: nameOf(hook), about: id }),
    ),
  );
