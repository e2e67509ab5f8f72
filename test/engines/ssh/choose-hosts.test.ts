import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseHosts } from '../../../src/engines/ssh/choose-hosts.js';

const five = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, slots: null }));
const chosen = (...args: Parameters<typeof chooseHosts>) => {
  const { hosts, minNodes, maxNodes } = chooseHosts(...args);
  return [hosts.map(({ name }) => name).join(''), minNodes, maxNodes];
};

test('a job has all hosts but the spares, unless it says how many nodes', () => {
  assert.deepEqual(chosen(five, null, 0), ['abcde', 5, 5]);
  assert.deepEqual(chosen(five, null, 2), ['abcde', 3, 3]);
});

test('of many hosts the first are used: as many as may take part, and the spares', () => {
  assert.deepEqual(chosen(five, { minNodes: 1, maxNodes: 2 }, 0), ['ab', 1, 2]);
  assert.deepEqual(chosen(five, { minNodes: 1, maxNodes: 2 }, 1), ['abc', 1, 2]);
});

test('fewer hosts than may take part are enough, as others can join by themselves', () => {
  assert.deepEqual(chosen(five, { minNodes: 5, maxNodes: 9 }, 0), ['abcde', 5, 9]);
});

test('too few hosts are refused with what is there', () => {
  const refused = (nodes: Parameters<typeof chooseHosts>[1], spares: number, message: string) =>
    assert.throws(() => chooseHosts(five, nodes, spares), { code: 'TOO_FEW_HOSTS', message });
  const there = '--on ssh names 5: a, b, c, d, e';
  refused({ minNodes: 6, maxNodes: 8 }, 0, `--nodes 6:8 needs 6 hosts or more, and ${there}`);
  refused({ minNodes: 2, maxNodes: 4 }, 2, `--nodes 2:4 and --spares 2 need 6 hosts, and ${there}`);
  refused(null, 5, `--spares 5 needs 6 hosts or more, one that trains among them, and ${there}`);
});
