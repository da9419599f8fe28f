/** Adds what needs a script to a page: fields to search and filter, a button beside an address. */

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
  button.textContent = 'Copy';
  const status = document.createElement('span');
  status.setAttribute('role', 'status');
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(address);
      status.textContent = 'Copied';
    } catch {
      status.textContent = 'Not allowed here; select the address instead';
    }
  });
  line.append(' ', button, ' ', status);
}

function addFilter(field: HTMLInputElement): void {
  const status = document.querySelector('#found');
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
    status.textContent = wanted === '' ? '' : found === 0 ? 'Nothing here contains that.' : `${found} shown.`;
  };
  field.addEventListener('input', show);
  field.form?.addEventListener('submit', (event) => event.preventDefault());
  show();
}

/** `no_std`, `no-std` and `no std` are one thing to a reader. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}
