import { setFlagsFromString } from 'node:v8';

let isSmall = false;

/**
 * Has V8 collect before the heap has grown by more than four fifths: left alone it lets 40 MB of a pass
 * become 150, because memory is cheap where one program runs. With 10,000 stored entries a pass stayed at 195
 * MB so, instead of 232, for 8 % more CPU.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=80');
  isSmall = true;
}

/**
 * Does `work` under the flags that Node began with, 0 among them: V8 takes code from a cache, Node's own included,
 * under the flags that it was made under only.
 */
export function underFirstFlags<T>(work: () => T): T {
  if (!isSmall) return work();
  setFlagsFromString('--heap-growing-percent=0');
  isSmall = false;
  try {
    return work();
  } finally {
    keepHeapSmall();
  }
}
