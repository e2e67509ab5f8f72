import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openLocalFile } from '../../../../src/data/sources/data-file.js';
import { indexShard } from '../../../../src/data/sources/tar/index-shard.js';
import { type TarEnd, type TarMember, tarMembers } from '../../../../src/data/sources/tar/tar-members.js';
import { folderOf } from '../../image-files.js';
import { tarOf } from './archives.js';

async function membersOf(path: string): Promise<{ members: TarMember[]; end: TarEnd }> {
  const file = openLocalFile(path);
  try {
    const all = tarMembers(file);
    const members: TarMember[] = [];
    let next = await all.next();
    for (; !next.done; next = await all.next()) members.push(next.value);
    return { members, end: next.value };
  } finally {
    file.close();
  }
}

const LONG = `${'folder/'.repeat(20)}${'x'.repeat(120)}.jpg`;

test('members are found with their bytes, in every format that tar writes', async (t) => {
  const files = { 'a.jpg': 'first', 'b/empty.jpg': '', 'b/c.jpg': 'x'.repeat(1537), 'größe.txt': 'y' };
  for (const format of ['v7', 'oldgnu', 'gnu', 'ustar', 'posix']) {
    const all = format === 'gnu' || format === 'posix' || format === 'oldgnu' ? { ...files, [LONG]: 'long' } : files;
    const path = tarOf(t, all, { format });
    const { members, end } = await membersOf(path);
    const bytes = readFileSync(path);
    assert.deepEqual(
      members.map(({ path: name, offset, size }) => [name.toString(), bytes.toString('utf8', offset, offset + size)]),
      Object.entries(all),
      format,
    );
    assert.deepEqual(end, { others: 0, damage: null }, format);
  }
});

test('names may be of any bytes', async (t) => {
  const folder = folderOf(t, {});
  const names = [
    Buffer.from([0xe9, 0x2e, 0x6a, 0x70, 0x67]),
    Buffer.concat([Buffer.alloc(150, 0xe9), Buffer.from('.jpg')]),
  ];
  for (const name of names) writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), name]), 'x');
  for (const format of ['gnu', 'posix']) {
    const path = join(folderOf(t, {}), 'a.tar');
    execFileSync('sh', ['-c', `cd "$1" && LC_ALL=C tar --format=${format} -cf "$2" *`, 'sh', folder, path]);
    const { members } = await membersOf(path);
    assert.deepEqual(
      members.map(({ path: name }) => name.toString('hex')).sort(),
      names.map((name) => name.toString('hex')).sort(),
      format,
    );
  }
});

test('folders and links are no members, and are counted', async (t) => {
  const folder = folderOf(t, { 'a.jpg': 'x' });
  mkdirSync(join(folder, 'below'));
  symlinkSync('a.jpg', join(folder, 'link.jpg'));
  linkSync(join(folder, 'a.jpg'), join(folder, 'hard.jpg'));
  const path = join(folderOf(t, {}), 'a.tar');
  execFileSync('tar', ['-cf', path, '-C', folder, 'a.jpg', 'below', 'link.jpg', 'hard.jpg']);
  const { members, end } = await membersOf(path);
  assert.deepEqual(
    members.map((member) => member.path.toString()),
    ['a.jpg'],
  );
  assert.deepEqual(end, { others: 3, damage: null });
});

test('an archive that ends early, wherever, gives what is whole and says where it ends', async (t) => {
  const path = tarOf(t, { 'a.jpg': 'x'.repeat(700), 'b.jpg': 'y'.repeat(100) });
  const whole = readFileSync(path);
  for (const [length, names, damage] of [
    [512, [], /^it ends at byte 512, within a\.jpg, which ends at 1212$/],
    [1211, [], /within a\.jpg/],
    [1300, ['a.jpg'], /^it ends within the header at byte 1536$/],
    [1536, ['a.jpg'], null],
    [1800, ['a.jpg'], /^it ends within the header at byte 1536$/],
    [2100, ['a.jpg'], /within b\.jpg, which ends at 2148$/],
    [2560, ['a.jpg', 'b.jpg'], null],
    [3072, ['a.jpg', 'b.jpg'], null],
  ] as const) {
    writeFileSync(path, whole);
    truncateSync(path, length);
    const { members, end } = await membersOf(path);
    assert.deepEqual(
      members.map((member) => member.path.toString()),
      names,
      String(length),
    );
    if (damage === null) assert.equal(end.damage, null, String(length));
    else assert.match(end.damage ?? '', damage, String(length));
  }
});

test('what is no archive, or another from some byte on, is said', async (t) => {
  const folder = folderOf(t, { 'no.tar': 'x'.repeat(5000) });
  assert.deepEqual((await membersOf(join(folder, 'no.tar'))).end, {
    others: 0,
    damage: 'at byte 0 is no header of a tar archive',
  });
  const path = tarOf(t, { 'a.jpg': 'x', 'b.jpg': 'y' });
  const bytes = readFileSync(path);
  bytes[1024 + 3]! ^= 1;
  writeFileSync(path, bytes);
  const { members, end } = await membersOf(path);
  assert.equal(members.length, 1);
  assert.equal(end.damage, 'at byte 1024 is no header of a tar archive');
});

test('two archives written one behind the other end with the first', async (t) => {
  const [a, b] = [tarOf(t, { 'a.jpg': 'x' }), tarOf(t, { 'b.jpg': 'y' })];
  writeFileSync(a, Buffer.concat([readFileSync(a), readFileSync(b)]));
  assert.equal((await membersOf(a)).members.length, 1);
});

test('a size that is none ends an archive with a sentence, and does not go on for ever', async (t) => {
  const path = tarOf(t, { 'a.jpg': 'x', 'b.jpg': 'y' });
  const whole = readFileSync(path);
  for (const size of ['-0000000001\0', 'zzzzzzzzzzz\0', '\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xfe\x00']) {
    const bytes = Buffer.from(whole);
    bytes.write(size, 1024 + 124, 'latin1');
    bytes.write('        ', 1024 + 148);
    const sum = bytes.subarray(1024, 1536).reduce((all, byte) => all + byte, 0);
    bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 1024 + 148);
    writeFileSync(path, bytes);
    const { shard, damage } = await indexShard(path, 0, () => {});
    assert.equal(shard.images >= 1, true, size);
    assert.ok(shard.images === 2 || damage !== null, size);
  }
  const pax = tarOf(t, { [LONG]: 'x', 'b.jpg': 'y' }, { format: 'posix' });
  const bytes = readFileSync(pax);
  const at = bytes.indexOf('path=');
  const start = bytes.lastIndexOf(' ', at) - 3;
  // A record of the same length, of which the rest is filled up.
  const record = `${bytes.toString('latin1', start, at).trim()} size=-9`;
  bytes.write(record.padEnd(bytes.indexOf('\n', at) - start, ' '), start, 'latin1');
  writeFileSync(pax, bytes);
  assert.match((await indexShard(pax, 0, () => {})).damage ?? '', /^the header at byte \d+ says -9 bytes$/);
});
