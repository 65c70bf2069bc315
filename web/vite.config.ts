// How the browser app is built and run in development. In: SMARTOFFICE_API, the address
// of a running product for the development server to pass /api on to; without it the
// made-up answers of dev/fake-api.ts are served. The build never contains them.

import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';
import { fakeApi } from './dev/fake-api.ts';

export default defineConfig(({ command, mode }) => {
  const api = loadEnv(mode, import.meta.dirname, 'SMARTOFFICE_')['SMARTOFFICE_API'];
  return {
    root: import.meta.dirname,
    plugins: [react(), ...(command === 'serve' && api === undefined ? [fakeApi()] : [])],
    build: { outDir: 'dist', emptyOutDir: true, chunkSizeWarningLimit: 700 },
    ...(api === undefined ? {} : { server: { proxy: { '/api': { target: api, changeOrigin: true } } } }),
  };
});
