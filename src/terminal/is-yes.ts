/** Whether an answer is yes; null, where nobody answered, is no. `unlessSaid`: what an empty line means. */
export function isYes(answer: string | null, { unlessSaid }: { readonly unlessSaid: boolean }): boolean {
  const word = answer?.trim().toLowerCase();
  return word === '' ? unlessSaid : word === 'y' || word === 'yes';
}
