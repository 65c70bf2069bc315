// How the browser app is built, and run in development. In: SMARTOFFICE_API, the address of
// a running product (npm run demo) that the development server passes /api on to.

import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';

export default defineConfig(({ mode }) => {
  const api = loadEnv(mode, import.meta.dirname, 'SMARTOFFICE_')['SMARTOFFICE_API'];
  return {
    root: import.meta.dirname,
    plugins: [react()],
    build: { outDir: 'dist', emptyOutDir: true, chunkSizeWarningLimit: 700 },
    ...(api === undefined ? {} : { server: { proxy: { '/api': { target: api, changeOrigin: true } } } }),
  };
});
