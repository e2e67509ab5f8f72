import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { commandLine, resumeCommand } from '../../src/cli/command-line.js';

test('a command for pasting reaches a program as it was given', () => {
  const args = ['launch', 'my recipe.yaml', "train.output_dir=it's $HOME", 'crops.global_crops_scale=[0.4, 1]', ''];
  const pasted = commandLine(args).replace(/^npx dinofleet/, "printf '%s\\n'");
  assert.equal(spawnSync('sh', ['-c', pasted], { encoding: 'utf8' }).stdout, `${args.join('\n')}\n`);
  assert.equal(commandLine(['launch', 'a.yaml', 'optim.lr=1e-3']), 'npx dinofleet launch a.yaml optim.lr=1e-3');
});

test('the command that goes on from a checkpoint does not refuse one', () => {
  assert.equal(resumeCommand(['launch', 'a.yaml', '--no-resume', 'x=1']), 'npx dinofleet launch a.yaml x=1');
});
