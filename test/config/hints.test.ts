import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hintForArgument, hintForKey, keyMeantBy } from '../../src/config/hints.js';
import { loadConfig } from '../../src/config/load.js';

test("keys are known by other programs' names, and by misspelled ones", () => {
  const cases: [name: string, key: string | null][] = [
    ['train.batch_size', 'train.batch_size_per_gpu'],
    ['per_device_train_batch_size', 'train.batch_size_per_gpu'],
    ['learning-rate', 'optim.lr'],
    ['optim.learning_rate', 'optim.lr'],
    ['trainer.max_epochs', 'optim.epochs'],
    ['gpus', 'train.nproc_per_node'],
    ['data_dir', 'train.dataset_path'],
    ['image_size', 'crops.global_crops_size'],
    ['optim.base_rl', 'optim.base_lr'],
    ['optim.lr', 'optim.lr'],
    ['fizz.buzz', null],
  ];
  for (const [name, key] of cases) assert.equal(keyMeantBy(name), key, name);
  assert.match(
    hintForKey('train.batch_size'),
    /^did you mean "train.batch_size_per_gpu"\? It counts the images of each rank/,
  );
});

test('arguments with blanks, with a colon or with a second recipe say how they are written', () => {
  const written = 'without blanks and with "=": optim.lr=1e-3';
  const cases: [args: string[], hint: string | null][] = [
    [['optim.lr', '=', '1e-3'], written],
    [['optim.lr=', '1e-3'], written],
    [['optim.lr', '=1e-3'], written],
    [['optim.lr', '1e-3'], written],
    [['optim.lr:1e-3'], written],
    [['optim.lr:', '1e-3'], written],
    [['optim.lr = 1e-3'], written],
    [['learning_rate: 1e-3'], written],
    [['optim.lr'], 'without blanks and with "=": optim.lr=VALUE'],
    [['b.yaml'], 'for a job has one recipe: what this file changes can be given so'],
    [['resume'], null],
    [[''], null],
  ];
  for (const [args, hint] of cases) assert.equal(hintForArgument(args), hint, args.join(' '));
  for (const [args] of cases)
    assert.throws(() => loadConfig('/dev/null', args), {
      code: 'BAD_ARGUMENT',
      message: `argument "${args[0]}": expected key=value, ${hintForArgument(args) ?? 'such as optim.base_lr=1e-3'}`,
    });
});
