#!/usr/bin/env node
import { BundledFiles } from './bundled-files.ts';

// What the bundler made of command.ts stands beside what it made of this.
const { command } = new BundledFiles(import.meta.dirname).load('command.js');
void (command as typeof import('./command.ts').command)(process.argv.slice(2));
