#!/usr/bin/env node
import { loadCommand } from './bundled-files.ts';

void loadCommand(import.meta.dirname)(process.argv.slice(2));
