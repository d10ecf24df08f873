import { expect, test } from 'vitest';
import { cleanEnvironment, findNode, isNewEnough } from './toolchain.mjs';

test('a Node is new enough that runs TypeScript as it is', () => {
  for (const version of ['22.18.0', '22.20.1', '23.6.0', '24.0.0', '30.1.2']) {
    expect(isNewEnough(version), version).toBe(true);
  }
  for (const version of ['18.20.4', '20.19.0', '22.17.9', '23.0.0', '23.5.1']) {
    expect(isNewEnough(version), version).toBe(false);
  }
  expect(findNode()).toBe(process.execPath);
});

test('pnpm gets nothing of npm but where the registry and the proxy are', () => {
  const before = process.env;
  process.env = {
    PATH: '/bin',
    npm_config_registry: 'r',
    npm_config_https_proxy: 'p',
    npm_config_user_agent: 'npm',
    npm_package_name: 'latentsweep',
    NPM_CONFIG_PREFIX: '/usr',
  };
  try {
    expect(cleanEnvironment()).toEqual({
      PATH: '/bin',
      npm_config_registry: 'r',
      npm_config_https_proxy: 'p',
    });
  } finally {
    process.env = before;
  }
});
