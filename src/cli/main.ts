#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { BundledFiles } from './bundled-files.ts';

// What the bundler made of command.ts stands beside what it made of this.
const { command } = new BundledFiles(fileURLToPath(new URL('.', import.meta.url))).load('command.js');
void (command as typeof import('./command.ts').command)(process.argv.slice(2));
