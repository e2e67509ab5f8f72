import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTooBusy, sshFailure } from '../../../src/engines/ssh/ssh-words.js';

const command = 'ssh -F my.conf node1 true';

/** As OpenSSH 9.2 says it. */
const said: [string, boolean, string][] = [
  [
    'root@10.87.0.12: Permission denied (publickey).\r\n',
    true,
    `root@10.87.0.12: Permission denied (publickey); log in by hand until nothing is asked for any more: ${command}`,
  ],
  [
    'ssh: Could not resolve hostname node1: Name or service not known\r\n',
    true,
    'ssh: Could not resolve hostname node1: Name or service not known; expected a name or an address that this machine knows, or a Host of the ssh configuration',
  ],
  [
    'ssh: Could not resolve hostname node1: Temporary failure in name resolution\r\n',
    false,
    `ssh: Could not resolve hostname node1: Temporary failure in name resolution; is it up, and does it let ssh in? ${command}`,
  ],
  [
    'No ED25519 host key is known for 10.87.0.12 and you have requested strict checking.\r\nHost key verification failed.\r\n',
    true,
    `No ED25519 host key is known for 10.87.0.12 and you have requested strict checking. Host key verification failed; see that the key is the host's, and have it known: ${command}`,
  ],
  [
    '@@@@@@@@@@@@@@@@@@@@@@@\r\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\r\n@@@@@@@@@@@@@@@@@@@@@@@\r\nHost key verification failed.\r\n',
    true,
    `Host key verification failed; see that the key is the host's, and have it known: ${command}`,
  ],
  [
    'ssh: connect to host 10.87.0.12 port 22: Connection refused\r\n',
    false,
    `ssh: connect to host 10.87.0.12 port 22: Connection refused; is it up, and does it let ssh in? ${command}`,
  ],
  [
    '/x/conf: line 1: Bad configuration option: hots\r\n/x/conf: terminating, 1 bad configuration options\r\n',
    true,
    '/x/conf: line 1: Bad configuration option: hots /x/conf: terminating, 1 bad configuration options; mend the ssh configuration',
  ],
  ['', false, `ssh failed without a word; is it up, and does it let ssh in? ${command}`],
];

for (const [stderr, isLasting, message] of said)
  test(`of ${JSON.stringify(stderr.slice(0, 60))} it is said what to do, and whether another try could help`, () => {
    const error = sshFailure(stderr, command);
    assert.equal(error.message, message);
    assert.equal(error.isLasting, isLasting);
  });

test('a host that turns logins away as it has too many is told from one that refuses them', () => {
  for (const words of [
    'kex_exchange_identification: read: Connection reset by peer',
    'Connection closed by 10.0.0.1 port 22',
  ])
    assert.ok(isTooBusy(words));
  for (const [stderr] of said) assert.ok(!isTooBusy(stderr), stderr);
});
