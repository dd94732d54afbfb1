// Take the picture of a page that README shows: node book/picture.mjs PAGE PICTURE
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';

const require = createRequire(resolve('build/npm/') + '/');
const { chromium } = require('playwright-core');
const [page, picture] = process.argv.slice(2);

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium-headless-shell',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
const tab = await browser.newPage({ viewport: { width: 1440, height: 1000 }, colorScheme: 'light', reducedMotion: 'reduce' });
await tab.goto(pathToFileURL(resolve(page)).href + '#slope');
await tab.evaluate(() => document.fonts.ready);
await tab.screenshot({ path: picture });
await browser.close();
