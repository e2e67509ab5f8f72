// Makes proto/generated from proto/dinofleet/v1: static code and its types. Run after every change of a .proto file;
// the result is committed, so that a build needs no generator.
import { execFileSync } from 'node:child_process';

const sources = ['coordinator', 'node'].map((name) => `proto/dinofleet/v1/${name}.proto`);
const code = 'proto/generated/dinofleet.js';
// Only what is called: gRPC itself is grpc-js's affair.
const without = ['verify', 'delimited', 'service', 'typeurl'].map((part) => `--no-${part}`);

execFileSync(
  'npx',
  ['--no-install', 'pbjs', '-t', 'static-module', '-w', 'esm', '--dts', ...without, '-o', code, ...sources],
  {
    stdio: 'inherit',
  },
);
