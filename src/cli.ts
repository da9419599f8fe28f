#!/usr/bin/env node
import { keepHeapSmall } from './heap.js';
import { createLoader } from './loader.js';

const load = createLoader(import.meta.dirname);
const { main } = load('./program.js') as typeof import('./program.js');
void main(process.argv.slice(2), keepHeapSmall);
