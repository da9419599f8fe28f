#!/usr/bin/env node
import { keepHeapSmall, underFirstFlags } from './heap.js';
import { createLoader } from './loader.js';

keepHeapSmall();
const load = createLoader(import.meta.dirname, { around: underFirstFlags });
const { main } = load('./program.js') as typeof import('./program.js');
void main(process.argv.slice(2));
