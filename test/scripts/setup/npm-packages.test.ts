import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../formats/torch-files.js';

const module = JSON.stringify(join(process.cwd(), 'scripts/setup/npm-packages.mjs'));

test('packages are installed whatever environment and .npmrc leave out', () => {
  const root = temporaryFolder();
  mkdirSync(join(root, 'tool'));
  writeFileSync(join(root, 'tool/tool.js'), '#!/usr/bin/env node\n');
  writeFileSync(
    join(root, 'tool/package.json'),
    JSON.stringify({ name: 'tool', version: '1.0.0', bin: 'tool.js', engines: { node: '>=99' } }),
  );
  const packages = { name: 'root', version: '1.0.0', devDependencies: { tool: 'file:tool' } };
  writeFileSync(join(root, 'package.json'), JSON.stringify(packages));
  execFileSync('npm', ['install', '--package-lock-only', '--offline', '--no-audit', '--no-fund'], { cwd: root });

  const userconfig = join(root, 'npmrc');
  writeFileSync(userconfig, 'omit[]=dev\nomit[]=optional\nbin-links=false\ndry-run=true\nengine-strict=true\n');
  const env = { ...process.env, NODE_ENV: 'production', npm_config_userconfig: userconfig, npm_config_omit: 'dev' };
  const code = `import { installNpmPackages } from ${module}; await installNpmPackages();`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', code], { cwd: root, env, encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  assert.ok(existsSync(join(root, 'node_modules/.bin/tool')));
});
