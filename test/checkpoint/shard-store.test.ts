import { diskFiles, withoutSync } from '../../src/checkpoint/checkpoint-files.js';
import { DirectoryStore } from '../../src/checkpoint/directory-store.js';
import { temporaryFolder } from '../formats/torch-files.js';
import { begin } from './s3/bucket-saves.js';
import { MemoryBucket } from './s3/memory-bucket.js';
import { stutteringBucket } from './s3/watched-bucket.js';
import { testShardStore } from './store-contract.js';

testShardStore('a directory', () => new DirectoryStore(diskFiles, temporaryFolder()));
testShardStore('a directory in memory', () => new DirectoryStore(withoutSync(diskFiles), temporaryFolder()));
testShardStore('an object store', () => begin(new MemoryBucket(), 'job'));
testShardStore('an object store whose answers are lost', () => begin(stutteringBucket(new MemoryBucket()), 'job'));
