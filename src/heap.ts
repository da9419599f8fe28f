import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 collect before the heap has grown by more than four fifths: left alone it lets 40 MB of a pass
 * become 150, because memory is cheap where one program runs. With 10,000 stored entries a pass stayed at 195
 * MB so, instead of 232, for 8 % more CPU.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=80');
}
