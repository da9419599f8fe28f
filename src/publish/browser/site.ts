import { siteWords } from '../words/en.js';

/** Adds what needs a script to a page: fields to search and filter, a button beside an address. */

type Words = { readonly [Key in keyof typeof siteWords]?: string };

/** What the page hands over, where it isn't English. */
const own = JSON.parse(document.body.dataset['words'] ?? '{}') as Words;

for (const form of document.querySelectorAll<HTMLElement>('.find')) form.hidden = false;
for (const line of document.querySelectorAll<HTMLElement>('.addr')) addCopyButton(line);
const filter = document.querySelector<HTMLInputElement>('#filter');
if (filter) addFilter(filter);

function addCopyButton(line: HTMLElement): void {
  const address = line.querySelector('code')?.textContent;
  // Clipboards are for secure contexts: https and localhost
  if (!address || !('clipboard' in navigator)) return;
  const button = document.createElement('button');
  button.type = 'button';
  say(button, 'copy');
  const status = document.createElement('span');
  status.setAttribute('role', 'status');
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(address);
      say(status, 'copied');
    } catch {
      say(status, 'notCopied');
    }
  });
  line.append(' ', button, ' ', status);
}

function addFilter(field: HTMLInputElement): void {
  const status = document.querySelector<HTMLElement>('#found');
  if (!status) return;
  const groups = [...document.querySelectorAll<HTMLElement>('.group')];
  const rows = groups.map((group) => [...group.querySelectorAll('li')]);

  const show = (): void => {
    const wanted = fold(field.value);
    let found = 0;
    groups.forEach((group, i) => {
      const hits = (rows[i] ?? []).filter((row) => {
        row.hidden = !fold(row.querySelector('a')?.textContent ?? '').includes(wanted);
        return !row.hidden;
      });
      group.hidden = hits.length === 0;
      for (const details of group.querySelectorAll('details')) details.open = wanted !== '';
      found += hits.length;
    });
    if (wanted === '') status.textContent = '';
    else say(status, found === 0 ? 'filterNone' : 'filterShown', found);
  };
  field.addEventListener('input', show);
  field.form?.addEventListener('submit', (event) => event.preventDefault());
  show();
}

/** Words that the page's language lacks are English, and say so. */
function say(into: HTMLElement, key: keyof typeof siteWords, n = 0): void {
  into.textContent = (own[key] ?? siteWords[key]).replace('{n}', String(n));
  if (own[key] === undefined && !/^en\b/.test(document.documentElement.lang)) {
    into.lang = 'en';
    into.dir = 'ltr';
  }
}

/** `no_std`, `no-std` and `no std` are one thing to a reader. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}
