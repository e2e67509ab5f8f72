// The images of the quickstart: installs the two emoji packages below this folder and lays out those emoji that both have.
//
//   node_modules/emoji-datasource-google/img/google/64   3,786 images to train on
//   pairs/google  pairs/twitter                          the same emoji drawn by each, by file name
//   pairs/labels.json                                    category of each file
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installNpmPackages } from '../../scripts/setup/npm-packages.mjs';
import { stepIfChanged } from '../../scripts/setup/step.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const vendors = ['google', 'twitter'];
const packageOf = (vendor) => join(here, 'node_modules', `emoji-datasource-${vendor}`);
const imagesOf = (vendor) => join(packageOf(vendor), 'img', vendor, '64');

/** Where an evaluation finds the pairs. */
export const pairs = {
  google: 'examples/emoji/pairs/google',
  twitter: 'examples/emoji/pairs/twitter',
  labels: 'examples/emoji/pairs/labels.json',
};

export const credit = 'Images: Noto Emoji by Google (Apache-2.0), Twemoji by Twitter (CC-BY 4.0)';

/** The packages are mostly sheets of all emoji in one image: 140 of 152 MB. */
function removeSheets(vendor) {
  const folder = join(packageOf(vendor), 'img', vendor);
  for (const name of readdirSync(folder)) if (name !== '64') rmSync(join(folder, name), { recursive: true });
}

/** Emoji that both vendors drew; "Component" are parts of others, such as skin tones. */
function readEmoji() {
  const emoji = JSON.parse(readFileSync(join(packageOf('google'), 'emoji.json'), 'utf8'));
  return emoji.filter((one) => one.has_img_google && one.has_img_twitter && one.category !== 'Component');
}

function layOutPairs() {
  const emoji = readEmoji();
  for (const vendor of vendors) {
    const folder = join(here, 'pairs', vendor);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const { image } of emoji) copyFileSync(join(imagesOf(vendor), image), join(folder, image));
  }
  const labels = Object.fromEntries(emoji.map(({ image, category }) => [image, category]));
  writeFileSync(join(here, 'pairs', 'labels.json'), JSON.stringify(labels, null, 1));
}

/** @throws StepError */
export function prepareEmoji() {
  const inputs = ['package.json', 'package-lock.json', 'prepare.mjs'].map((name) => join(here, name));
  const outputs = [...vendors.map(imagesOf), join(here, 'pairs')];
  return stepIfChanged('emoji images', { inputs, outputs }, async () => {
    await installNpmPackages(here);
    vendors.forEach(removeSheets);
    layOutPairs();
  });
}
