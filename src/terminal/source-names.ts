import { printable } from './printable.js';

interface Named {
  readonly title: string;
  readonly url: string;
}

export type SourceNames = (source: Named) => string;

/**
 * How a report calls each of some sources: by the title, with the address where several have that title, by
 * the address alone where the title is only a host.
 */
export function sourceNames(sources: readonly Named[]): SourceNames {
  const count = new Map<string, number>();
  for (const { title } of sources) count.set(title, (count.get(title) ?? 0) + 1);
  return ({ title, url }) => {
    const address = url.replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$/, '');
    if (title === new URL(url).hostname) return printable(address);
    return printable(count.get(title) === 1 ? title : `${title} (${address})`);
  };
}
