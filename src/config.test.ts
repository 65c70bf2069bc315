import { describe, expect, test } from 'vitest';
import { ConfigTrouble, DEFAULT_PORT, defaultDataFolder, readClientConfig, readConfig } from './config.ts';

describe('configuration', () => {
  test('without any setting it is the real Google, a private database and the loopback address', () => {
    const config = readConfig({ XDG_STATE_HOME: '/state' });
    expect(config).toMatchObject({ host: '127.0.0.1', port: DEFAULT_PORT, trustProxy: false, databaseUrl: undefined, publicUrl: undefined });
    expect(config.google.addresses.people).toBe('https://people.googleapis.com/');
    expect(config.google.addresses.auth).toMatch(/^https:\/\/accounts\.google\.com\//);
  });

  test('GOOGLE_BASE_URL moves every address of Google at once, and one variable moves one', () => {
    const { addresses } = readConfig({ GOOGLE_BASE_URL: 'http://127.0.0.1:4400', GOOGLE_TOKEN_URL: 'http://127.0.0.1:9/t' }).google;
    expect(addresses.token).toBe('http://127.0.0.1:9/t');
    const { token: _, issuers, ...others } = addresses;
    expect(issuers).toContain('http://127.0.0.1:4400');
    for (const address of Object.values(others)) expect(address).toMatch(/^http:\/\/127\.0\.0\.1:4400\//);
  });

  test('options of the command line go before the environment', () => {
    expect(readConfig({ PORT: '1', HOST: '::1' }, { PORT: '0' })).toMatchObject({ port: 0, host: '::1' });
  });

  test.each([
    ['PORT', 'eighty', /PORT cannot be used \("eighty"\)\. It must be a number from 0 to 65535/],
    ['PORT', '70000', /PORT/],
    ['PUBLIC_URL', 'sync.example.com', /PUBLIC_URL .* It must be the address at which browsers/],
    ['DATABASE_URL', 'mysql://u:hidden@h/d', /DATABASE_URL cannot be used\. It must look like postgresql:/],
    ['SMTP_URL', 'http://mail', /SMTP_URL .* smtp:/],
    ['MAIL_FROM', 'nobody', /MAIL_FROM/],
    ['SECRET_KEY', 'hidden', /SECRET_KEY .* 32 bytes in base64/],
    ['GOOGLE_CLIENT_ID', 'abc', /GOOGLE_CLIENT_SECRET is missing/],
    ['GOOGLE_BASE_URL', 'ftp://x', /GOOGLE_BASE_URL/],
    ['LOG_LEVEL', 'loud', /LOG_LEVEL .* fatal, error/],
    ['METRICS_TOKEN', 'hidden', /METRICS_TOKEN cannot be used\. It must have at least 16/],
    ['POLL_SECONDS', '0', /POLL_SECONDS/],
  ])('%s=%s is refused by its name with the remedy, without secrets', (name, value, message) => {
    const read = (): unknown => readConfig({ [name]: value });
    expect(read).toThrow(ConfigTrouble);
    expect(read).toThrow(message);
    expect(read).not.toThrow(/hidden/);
  });

  test('a wrong option is named as the option that the person typed', () => {
    expect(() => readConfig({}, { PORT: 'x' })).toThrow(/The option --port cannot be used/);
  });

  test('notices of Google go to the public https address, and over http only to a simulator on this machine', () => {
    expect(readConfig({}).pushAddress).toBeUndefined();
    expect(readConfig({ PUBLIC_URL: 'http://sync.example' }).pushAddress).toBeUndefined();
    expect(readConfig({ PUBLIC_URL: 'https://sync.example' }).pushAddress?.href).toBe('https://sync.example/api/google/push');
    expect(readConfig({ PUBLIC_URL: 'https://sync.example', WEBHOOK_URL: 'off' }).pushAddress).toBeUndefined();
    expect(readConfig({ WEBHOOK_URL: 'https://hook.example/from/google' }).pushAddress?.href).toBe('https://hook.example/from/google');
    expect(readConfig({ WEBHOOK_URL: 'http://127.0.0.1:4300', GOOGLE_BASE_URL: 'http://127.0.0.1:4400' }).pushAddress?.href).toBe('http://127.0.0.1:4300/api/google/push');
    expect(() => readConfig({ WEBHOOK_URL: 'http://127.0.0.1:4300' })).toThrow(/WEBHOOK_URL/);
    expect(() => readConfig({ WEBHOOK_URL: 'http://sync.example', GOOGLE_BASE_URL: 'http://127.0.0.1:4400' })).toThrow(/WEBHOOK_URL/);
  });

  test('the data folder is where the platform keeps the state of programs', () => {
    expect(defaultDataFolder({ XDG_STATE_HOME: '/state' }, 'linux')).toBe('/state/smartoffice-sync');
    expect(defaultDataFolder({}, 'darwin')).toMatch(/Library\/Application Support\/smartoffice-sync$/);
    expect(defaultDataFolder({ LOCALAPPDATA: '/local' }, 'win32')).toMatch(/smartoffice-sync$/);
  });

  test('a client takes options before the environment and refuses what is not an address', () => {
    expect(readClientConfig({ SMARTOFFICE_SYNC_APP: 'http://a.example/x', SMARTOFFICE_SYNC_EMAIL: 'e' }, { email: 'f' })).toMatchObject({
      app: 'http://a.example',
      email: 'f',
    });
    expect(() => readClientConfig({}, { app: 'here' })).toThrow(ConfigTrouble);
  });
});
