import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstTwice } from '../../src/formats/json-keys.js';

test('a key that stands twice is found, however it is written', () => {
  assert.equal(firstTwice('{"a": 1, "b": 2, "\\u0061" : 3}'), 'a');
  assert.equal(firstTwice('{"x": {"a": 1}, "y": {"a": 2}, "a": [{"a": "a"}]}'), null);
  assert.equal(firstTwice('{"a\\"}": "{", "b": "\\"a\\\\", "a": 1}'), null);
  assert.equal(firstTwice('{}'), null);
});
