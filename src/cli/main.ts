#!/usr/bin/env node
import { keepCompiledCode } from './code-cache.ts';

keepCompiledCode();
void import('./command.ts').then(({ command }) => command(process.argv.slice(2))); // with: entry
