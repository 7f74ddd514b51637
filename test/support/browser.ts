import { chromium, type Browser } from 'playwright-core';
import { findChromium } from './system-needs.ts';

/** No sandbox (tests run as root in containers), no graphics card, and no word to anyone but this machine. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/** A real Chromium. The caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error('No Chromium: set CHROMIUM, or run `npm test` to install one.');
  return chromium.launch({ executablePath, args: flags });
}
