import type { JsonPath } from '../json/problem.js';

/** A place of the file that leads from one name to another. */
export interface Step {
  readonly path: JsonPath;
  readonly to: string;
}

/** Names that lead back to the first of them, which stands at the end too; `path` is where that happens. */
export interface Circle {
  readonly path: JsonPath;
  readonly names: readonly string[];
}

/** The circles of names that lead to each other, each told once, where it closes. */
export function circles(steps: ReadonlyMap<string, readonly Step[]>): readonly Circle[] {
  const found: Circle[] = [];
  const done = new Set<string>();
  for (const start of steps.keys()) {
    if (done.has(start)) continue;
    const trail = [{ name: start, next: 0 }]; // no recursion: a file may have any number of tags
    const places = new Map([[start, 0]]);
    for (let here = trail.at(-1); here !== undefined; here = trail.at(-1)) {
      const step = steps.get(here.name)?.[here.next++];
      if (step === undefined) {
        done.add(here.name);
        places.delete(here.name);
        trail.pop();
        continue;
      }
      const place = places.get(step.to);
      if (place !== undefined) {
        found.push({ path: step.path, names: [...trail.slice(place).map(({ name }) => name), step.to] });
      } else if (!done.has(step.to)) {
        places.set(step.to, trail.length);
        trail.push({ name: step.to, next: 0 });
      }
    }
  }
  return found;
}
