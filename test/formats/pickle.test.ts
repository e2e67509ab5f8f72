import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  PickleError,
  PickleGlobal,
  PickleList,
  type PickleRules,
  PickleTuple,
  readPickle,
} from '../../src/formats/pickle.js';

const rules: PickleRules = {
  names: new Set(['builtins.twice', 'builtins.constant']),
  calls: new Map([['builtins.twice', ([x]) => Number(x) * 2]]),
  persistent: (id) => `outside ${String(id)}`,
};
const read = (latin1: string) => readPickle(Buffer.from(latin1, 'latin1'), rules);
const refused = (latin1: string, message: string | RegExp) =>
  assert.throws(
    () => read(latin1),
    (error) => {
      assert.ok(error instanceof PickleError, String(error));
      if (typeof message === 'string') assert.equal(error.message, message);
      else assert.match(error.message, message);
      return true;
    },
  );

test('what Python pickled is read: protocols 2 to 5', () => {
  // pickle.dumps({"a": [1, -2, 300, 2**40, 2.5], "b": (None, True, "ü"), 7: ()}, protocol)
  const two =
    '}q\0(X\x01\0\0\0aq\x01]q\x02(K\x01J\xfe\xff\xff\xffM,\x01\x8a\x06\0\0\0\0\0\x01G@\x04\0\0\0\0\0\0e' +
    'X\x01\0\0\0bq\x03N\x88X\x02\0\0\0\xc3\xbcq\x04\x87q\x05K\x07)u.';
  const four =
    '\x95D\0\0\0\0\0\0\0}\x94(\x8c\x01a\x94]\x94(K\x01J\xfe\xff\xff\xffM,\x01\x8a\x06\0\0\0\0\0\x01G@\x04' +
    '\0\0\0\0\0\0e\x8c\x01b\x94N\x88\x8c\x02\xc3\xbc\x94\x87\x94K\x07)u.';
  for (const bytes of [`\x80\x02${two}`, `\x80\x04${four}`, `\x80\x05${four}`]) {
    const dict = read(bytes);
    assert.ok(dict instanceof Map);
    const [a, b, seven] = ['a', 'b', 7].map((key) => dict.get(key));
    assert.ok(a instanceof PickleList && b instanceof PickleTuple && seven instanceof PickleTuple);
    assert.deepEqual(a.items, [1, -2, 300, 2 ** 40, 2.5]);
    assert.deepEqual(b.items, [null, true, 'ü']);
    assert.deepEqual(seven.items, []);
  }
});

test('a number past 53 bits keeps its digits', () => {
  assert.equal(read('\x80\x02\x8a\x09\0\0\0\0\0\0\0\0\xc0.'), -(2n ** 70n));
});

test('an allowed name can be called, another be held, and what is outside is asked for', () => {
  assert.equal(read('\x80\x02cbuiltins\ntwice\nK\x15\x85R.'), 42);
  assert.deepEqual(read('\x80\x02cbuiltins\nconstant\n.'), new PickleGlobal('builtins.constant'));
  assert.equal(read('\x80\x02X\x03\0\0\0keyQ.'), 'outside key');
});

test('any other name is refused where it occurs, however it is spelt', () => {
  const message =
    /^asks for "os\.system", which is no part of tensors and dictionaries; it is refused and nothing was run/;
  refused('\x80\x02cos\nsystem\nX\x04\0\0\0true\x85R.', message);
  refused('\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x04true\x85R.', message);
  refused('\x80\x04K\x01K\x02\x93.', 'asks for a name that is no text');
  refused('\x80\x02cbuiltins\nconstant\n)R.', 'calls builtins.constant with a tuple of 0; it is refused');
  refused('\x80\x02K\x01)R.', 'calls 1 with a tuple of 0; it is refused');
  refused('\x80\x02cbuiltins\ntwice\n]R.', 'calls builtins.twice with a list; it is refused');
});

test('opcodes that make objects are refused', () => {
  // OBJ, INST, NEWOBJ, NEWOBJ_EX, EXT1, BYTEARRAY8, PERSID
  for (const op of ['o', 'i', '\x81', '\x92', '\x82', '\x96', 'P'])
    refused(
      `\x80\x02${op}.`,
      /^has opcode 0x[0-9a-f]{2} at byte 2, which builds something else than tensors, numbers, text/,
    );
  refused('\x80\x02]}b.', 'sets the state of a list to a dictionary; it is refused');
});

test('a pickle that is cut short anywhere is refused', () => {
  const whole = '\x80\x02}q\0(X\x01\0\0\0aK\x01X\x01\0\0\0bcbuiltins\ntwice\nK\x02\x85Ru.';
  assert.ok(read(whole) instanceof Map);
  for (let length = 0; length < whole.length; length++)
    refused(whole.slice(0, length), /cut short|takes from an empty stack/);
});

test('a stack, a memo or a dictionary that does not fit is refused', () => {
  refused('\x80\x02.', /^takes from an empty stack at byte 3/);
  refused('\x80\x02(.', /^takes from an empty stack/);
  refused('\x80\x02t.', /^takes from an empty stack/);
  refused('\x80\x02h\x07.', 'uses memo 7, which it has not set');
  refused('\x80\x02}(K\x01u.', 'has a dictionary with a key that has no value');
  refused('\x80\x02}]K\x01s.', 'has a dictionary with the key a list, expected text or a number');
  refused('\x80\x02]K\x01K\x02s.', 'sets items of a list, expected a dictionary');
  refused('\x80\x02}K\x01a.', 'appends to a dictionary, expected a list');
  refused('\x80\x01.', 'has protocol 1, expected 2 to 5');
  refused('\x80\x02X\xff\xff\xff\xff.', /^ends at byte 8, expected 4294967295 bytes from byte 7; it is cut short/);
  refused(`\x80\x02\x8d${'\xff'.repeat(8)}.`, /; it is cut short$/);
});
